package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// asProgram makes the test binary behave as the program: the tests of whole
// processes start it so, and it starts its worker so.
const asProgram = "SPAWNLAB_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"spawnlab": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			if err := os.Mkdir(home, 0o755); err != nil {
				return err
			}
			for _, kv := range []string{
				"HOME=" + home, "APPDATA=" + home, "XDG_DATA_HOME=" + filepath.Join(home, "data"),
				"JUPYTER_PATH=", "JUPYTER_DATA_DIR=", "JUPYTER_RUNTIME_DIR=", "VIRTUAL_ENV=", "CONDA_PREFIX=",
				"SPAWNLAB_HISTORY=", "SPAWNLAB_LOG=",
			} {
				e.Vars = append(e.Vars, kv)
			}
			return nil
		},
	})
}
