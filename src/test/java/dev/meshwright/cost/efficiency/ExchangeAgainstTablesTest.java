package dev.meshwright.cost.efficiency;

import org.junit.jupiter.api.Test;

/** Expert dispatch and combine against DeepEP's times. Half of the rows (even hash of the line) was fitted; the bound holds for the others. */
class ExchangeAgainstTablesTest {

    @Test
    void dispatchOnHopper() {
        Judgement.hold("hopper", e -> e.exchange().dispatch(), ExchangeObservations.throughput(true), 0.20);
    }

    @Test
    void combineOnHopper() {
        Judgement.hold("hopper", e -> e.exchange().combine(), ExchangeObservations.throughput(false), 0.20);
    }

    @Test
    void lowLatencyDispatchOnHopper() {
        Judgement.hold("hopper", e -> e.exchange().lowLatencyDispatch(), ExchangeObservations.lowLatency(true), 0.12);
    }

    @Test
    void lowLatencyCombineOnHopper() {
        Judgement.hold("hopper", e -> e.exchange().lowLatencyCombine(), ExchangeObservations.lowLatency(false), 0.12);
    }

    @Test
    void dispatchOnBlackwell() {
        Judgement.hold("blackwell", e -> e.exchange().dispatch(), ExchangeObservations.throughput(true), 0.20);
    }

    @Test
    void combineOnBlackwell() {
        Judgement.hold("blackwell", e -> e.exchange().combine(), ExchangeObservations.throughput(false), 0.20);
    }

    @Test
    void lowLatencyDispatchOnBlackwell() {
        Judgement.hold(
                "blackwell", e -> e.exchange().lowLatencyDispatch(), ExchangeObservations.lowLatency(true), 0.18);
    }

    @Test
    void lowLatencyCombineOnBlackwell() {
        Judgement.hold(
                "blackwell", e -> e.exchange().lowLatencyCombine(), ExchangeObservations.lowLatency(false), 0.12);
    }
}
