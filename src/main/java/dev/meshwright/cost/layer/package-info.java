/** What travels between GPUs: expert dispatch and combine from routed load, tensor, pipeline and gradient traffic. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.layer;
