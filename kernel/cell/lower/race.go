//go:build race

package lower

// raceDetector: the flags that lowered text reads are read by native calls,
// which the detector understands.
const raceDetector = true
