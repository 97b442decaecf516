package dev.meshwright.answer;

/**
 * What a training run makes of its GPUs, as the audit of claims derives it.
 *
 * @param flopsPerGpu FLOP/s that the tokens need of each GPU; recomputation does not count
 * @param utilisation of the GPUs' peak (MFU)
 * @param tokensPerDay of all GPUs
 */
public record TrainingRates(double flopsPerGpu, double utilisation, double tokensPerDay) {}
