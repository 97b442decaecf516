/**
 * Plan files, and placements in the files of engines.
 *
 * <p>Doors: {@link dev.meshwright.io.plan.PlanFiles} reads a plan with its claims as a draft, {@link
 * dev.meshwright.io.plan.PlacementFiles} reads and writes expert maps of SGLang, vLLM, vllm-ascend and TensorRT-LLM.
 * For {@code cli} and whoever embeds {@code workbench}. Only syntax is judged here; whether a layout fits its problem
 * is {@code question.check}'s. Numbers of layers, slots, nodes and GPUs begin at 0; claims keep the text of their
 * quantity.
 *
 * <pre>{@code
 * PlanDraft draft = PlanFiles.read(Path.of("plan.yaml"));
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.plan;

import org.jspecify.annotations.NullMarked;
