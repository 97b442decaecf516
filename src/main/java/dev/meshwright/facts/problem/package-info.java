/** The question as a whole: model, cluster, workload, expert load, objective, targets, assumptions and limits. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.facts.problem;
