/**
 * What an inference engine keeps of a GPU beside weights and cache, what its share of the memory leaves for the cache, and
 * how it lays the cache out.
 *
 * <p>Door: {@link dev.meshwright.cost.memory.engine.EngineMemory}, for {@code cost.memory} alone. Rules are data ({@link
 * dev.meshwright.facts.engine.MemoryRule}); here are the formulas that read them (docs/COST_MODEL.md, "What engines
 * keep"). Bytes.
 *
 * <pre>
 * vLLM, share 0.9 of 85.0e9 bytes, weights 16.1e9, kept 5.2e9:   0.9 x 85.0e9 - 16.1e9 - 5.2e9 = 55.2e9 for the cache
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.memory.engine;
