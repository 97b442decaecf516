package dev.meshwright.cost.hardware;

import dev.meshwright.cost.efficiency.ByPrecision;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.efficiency.surface.DecodeAttentionSurface;
import dev.meshwright.cost.efficiency.surface.ExpertSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.cost.efficiency.surface.IndexSurface;
import dev.meshwright.cost.efficiency.surface.MemorySurface;
import dev.meshwright.cost.efficiency.surface.PrefillAttentionSurface;
import dev.meshwright.facts.problem.Assumptions;

/**
 * Replaces fitted efficiencies by the author's: with an assumed compute efficiency every product and attention core runs
 * at that fraction of peak whatever its size, with an assumed memory efficiency every byte at that fraction of the
 * bandwidth. Size effects and kernel launches, which a single fraction is meant to include, are then left out.
 */
final class AssumedEfficiency {

    private final KernelEfficiency fitted;
    private final Assumptions assumptions;

    private AssumedEfficiency(KernelEfficiency fitted, Assumptions assumptions) {
        this.fitted = fitted;
        this.assumptions = assumptions;
    }

    /** {@code fitted} with what {@code assumptions} override. */
    static KernelEfficiency apply(KernelEfficiency fitted, Assumptions assumptions) {
        return assumed(assumptions) ? new AssumedEfficiency(fitted, assumptions).replaced() : fitted;
    }

    /** Whether {@code assumptions} override the fitted efficiencies. */
    static boolean assumed(Assumptions assumptions) {
        return assumptions.computeEfficiency().isPresent()
                || assumptions.memoryBandwidthEfficiency().isPresent();
    }

    private KernelEfficiency replaced() {
        return new KernelEfficiency(
                fitted.family(),
                new ByPrecision<>(
                        gemm(fitted.gemm().sixteenBit()),
                        gemm(fitted.gemm().eightBit()),
                        gemm(fitted.gemm().fourBit())),
                gemm(fitted.gemmTensorScaled()),
                new ByPrecision<>(
                        experts(fitted.experts().sixteenBit()),
                        experts(fitted.experts().eightBit()),
                        experts(fitted.experts().fourBit())),
                experts(fitted.expertsWeightOnly()),
                new ByPrecision<>(
                        prefill(fitted.prefillAttention().sixteenBit()),
                        prefill(fitted.prefillAttention().eightBit()),
                        prefill(fitted.prefillAttention().fourBit())),
                new ByPrecision<>(
                        decode(fitted.decodeAttention().sixteenBit()),
                        decode(fitted.decodeAttention().eightBit()),
                        decode(fitted.decodeAttention().fourBit())),
                prefill(fitted.latentPrefill()),
                new ByPrecision<>(
                        decode(fitted.latentDecode().sixteenBit()),
                        decode(fitted.latentDecode().eightBit()),
                        decode(fitted.latentDecode().fourBit())),
                new IndexSurface(
                        unlessAssumed(fitted.indexScores().headScoreSeconds()),
                        memory(fitted.indexScores().memoryFraction()),
                        unlessAssumed(fitted.indexScores().waveRows())),
                new MemorySurface(memory(fitted.elementwise().memoryFraction()), 0),
                fitted.collectives(),
                fitted.exchange(),
                fitted.sources());
    }

    private double compute(double fittedFraction) {
        return assumptions.computeEfficiency().orElse(fittedFraction);
    }

    private double memory(double fittedFraction) {
        return assumptions.memoryBandwidthEfficiency().orElse(fittedFraction);
    }

    private boolean computeAssumed() {
        return assumptions.computeEfficiency().isPresent();
    }

    private double unlessAssumed(double fittedValue) {
        return computeAssumed() ? 0 : fittedValue;
    }

    private GemmSurface gemm(GemmSurface surface) {
        return new GemmSurface(
                compute(surface.computeFraction()),
                unlessAssumed(surface.flopsPerJoule()),
                unlessAssumed(surface.tileRows()),
                unlessAssumed(surface.depthSeconds()),
                memory(surface.memoryFraction()),
                unlessAssumed(surface.launchSeconds()),
                unlessAssumed(surface.exposedFraction()),
                unlessAssumed(surface.quantizationMemoryFraction()));
    }

    private ExpertSurface experts(ExpertSurface surface) {
        return new ExpertSurface(
                compute(surface.computeFraction()),
                unlessAssumed(surface.flopsPerJoule()),
                unlessAssumed(surface.paddingRows()),
                memory(surface.memoryFraction()),
                unlessAssumed(surface.launchSeconds()),
                unlessAssumed(surface.exposedFraction()),
                memory(surface.movementFraction()));
    }

    private PrefillAttentionSurface prefill(PrefillAttentionSurface surface) {
        return new PrefillAttentionSurface(
                compute(surface.computeFraction()),
                unlessAssumed(surface.softmaxSeconds()),
                unlessAssumed(surface.edgeKeys()),
                unlessAssumed(surface.halfRows()),
                memory(surface.memoryFraction()),
                unlessAssumed(surface.launchSeconds()));
    }

    private DecodeAttentionSurface decode(DecodeAttentionSurface surface) {
        return new DecodeAttentionSurface(
                memory(surface.memoryFraction()),
                unlessAssumed(surface.paddingTokens()),
                unlessAssumed(surface.rampSeconds()),
                surface.rampBytes(),
                unlessAssumed(surface.tileRows()),
                compute(surface.computeFraction()),
                unlessAssumed(surface.exposedFraction()),
                unlessAssumed(surface.launchSeconds()));
    }
}
