/** What is asked of the model: prefill, decode, serving or training, and how tokens spread over experts. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.facts.workload;
