// A property that has looked for a tenth of a second has seen enough to notice
// most mutants; what it misses in that time counts against the score.
require('fast-check').configureGlobal({
  interruptAfterTimeLimit: 100,
  markInterruptAsFailure: false,
});
