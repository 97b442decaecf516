/**
 * What is known of inference engines, by version: how they share out a GPU's memory, and what one is started with.
 *
 * <p>Doors: {@link dev.meshwright.facts.engine.MemoryRule}, the rule of one engine and version; {@link
 * dev.meshwright.facts.engine.EngineSetup}, what a problem states of its engine. For {@code facts.problem}, {@code cost}
 * and {@code io}. Facts stand in {@code engines/memory.csv} with their sources; code reads them and knows no versions.
 *
 * <pre>{@code
 * MemoryRule.of("vllm", EngineVersion.of("0.22.1")).number("defaultShare");   // 0.92
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.facts.engine;
