package dev.meshwright.cost.efficiency;

import dev.meshwright.cost.efficiency.surface.ExchangeSurface;

/**
 * Dispatch and combine of one family, in the throughput mode of prefill and training and in the low-latency mode of
 * decode.
 *
 * @param dispatch tokens to experts, throughput mode: a token crosses to each distinct node once, then NVLink
 * @param combine results back, throughput mode
 * @param lowLatencyDispatch tokens to experts, low-latency mode: a token crosses once per assigned expert
 * @param lowLatencyCombine results back, low-latency mode
 */
public record ExpertExchange(
        ExchangeSurface dispatch,
        ExchangeSurface combine,
        ExchangeSurface lowLatencyDispatch,
        ExchangeSurface lowLatencyCombine) {}
