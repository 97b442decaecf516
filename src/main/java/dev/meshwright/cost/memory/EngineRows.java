package dev.meshwright.cost.memory;

import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.memory.engine.EngineMemory;
import dev.meshwright.cost.memory.engine.EngineReserve.Outside;
import dev.meshwright.facts.model.Model;
import dev.meshwright.layout.Degrees;

/** Books what an engine holds beside weights and cache. */
final class EngineRows {

    private final EngineMemory engine;
    private final Model model;

    EngineRows(EngineMemory engine, Model model) {
        this.engine = engine;
        this.model = model;
    }

    /**
     * Fills the rows.
     *
     * @param last whether the stage samples; a fraction for an average stage
     */
    void add(Degrees degrees, double last, double[] bytes, RowNotes notes) {
        Outside outside = engine.reserve().outside(degrees);
        bytes[MemoryComponent.ACTIVATIONS.ordinal()] = outside.layers() + outside.workspace();
        bytes[MemoryComponent.LOGITS.ordinal()] = last * outside.logits();
        bytes[MemoryComponent.GRAPHS.ordinal()] = outside.graphs();
        bytes[MemoryComponent.RUNTIME.ordinal()] = outside.context();
        bytes[MemoryComponent.COLLECTIVE_BUFFERS.ordinal()] = outside.collectives();
        if (notes.active()) {
            notes(outside, last, notes);
        }
    }

    private void notes(Outside outside, double last, RowNotes notes) {
        String who = engine.rule().engine() + " " + engine.rule().version();
        notes.constant(
                MemoryComponent.ACTIVATIONS,
                outside.workspace(),
                who + ": workspace of sparse attention for the longest request");
        notes.constant(
                MemoryComponent.ACTIVATIONS,
                outside.layers(),
                who + ": tensors of one layer in a step of " + engine.tokensPerStep()
                        + " tokens (docs/COST_MODEL.md, what engines keep)");
        notes.part(
                MemoryComponent.LOGITS,
                last * outside.logits(),
                "last * (bytesPerLogit * sequences * vocabulary - layers)",
                who + ": sampling for all sequences that may run, beyond a layer's tensors, which are freed before",
                Term.count("last", last),
                // What a site's calibration multiplies goes with the term that it multiplies.
                Term.of(
                        "bytesPerLogit",
                        (outside.logits() + outside.layers()) / engine.reserve().sampled() / model.vocabulary(),
                        Dimension.BYTES),
                Term.count("sequences", engine.reserve().sampled()),
                Term.count("vocabulary", model.vocabulary()),
                Term.of("layers", outside.layers(), Dimension.BYTES));
        notes.constant(MemoryComponent.GRAPHS, outside.graphs(), who + ": captured graphs");
        notes.constant(MemoryComponent.RUNTIME, outside.context(), who + ": outside the allocator on one rank");
        notes.constant(
                MemoryComponent.COLLECTIVE_BUFFERS,
                outside.collectives(),
                who + ": outside the allocator where ranks exchange");
    }
}
