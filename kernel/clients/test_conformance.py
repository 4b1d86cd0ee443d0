"""jupyter_kernel_test with every sample set that applies to the kernel."""

import jupyter_kernel_test as jkt


class SpawnlabTests(jkt.KernelTests):
    kernel_name = "spawnlab"
    language_name = "go"
    file_extension = ".go"
    code_hello_world = 'fmt.Println("hello, world")'
    code_stderr = 'fmt.Fprintln(os.Stderr, "careful")'
    completion_samples = [
        {"text": "strings.HasPre", "matches": ["HasPrefix"]},
        {"text": "fmt.Fscanl", "matches": ["Fscanln"]},
        {"text": "self.SpawnMon", "matches": ["SpawnMonitor"]},
    ]
    complete_code_samples = ["1 + 1", "x := []int{1, 2}", "for i := range 3 {\n}", 'fmt.Println("😀")']
    incomplete_code_samples = ["func f() {", "x := []int{1,", "for i := range 3 {\n\tfmt.Println(i)", "1 +", "x := `raw"]
    invalid_code_samples = ["x := )", "func 1() {}", '"never closed']
    code_page_something = "strings.ToUpper?"
    code_generate_error = 'panic("on purpose")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"go" + "od"', "result": '"good"'},
        {"code": "[]int{1, 2, 3}", "result": "[]int{1, 2, 3}"},
    ]
    code_display_data = [
        {"code": 'notebook.Show(display.HTML("<b>bold</b>"))', "mime": "text/html"},
        {"code": 'notebook.Show(display.Markdown("*hi*"))', "mime": "text/markdown"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "strings.ToUpper"
    code_clear_output = 'notebook.Clear(); fmt.Println("after")'


class SpawnlabWelcomeTests(jkt.IopubWelcomeTests):
    kernel_name = "spawnlab"
    support_iopub_welcome = True


# The base classes are imported with the module and would be collected too.
del jkt
