package dev.meshwright.cost.efficiency;

import org.junit.jupiter.api.Test;

/** Collectives inside a node against NCCL's and the engines' times. Half of the rows (even hash of the line) was fitted; the bound holds for the others. */
class CollectivesAgainstTablesTest {

    @Test
    void allReduceOnAmpere() {
        Judgement.hold("ampere", e -> e.collectives().allReduce(), CollectiveObservations.library("all_reduce"), 0.11);
    }

    @Test
    void allGatherOnAmpere() {
        Judgement.hold("ampere", e -> e.collectives().allGather(), CollectiveObservations.library("all_gather"), 0.14);
    }

    @Test
    void reduceScatterOnAmpere() {
        Judgement.hold(
                "ampere", e -> e.collectives().reduceScatter(), CollectiveObservations.library("reduce_scatter"), 0.12);
    }

    @Test
    void allToAllOnAmpere() {
        Judgement.hold("ampere", e -> e.collectives().allToAll(), CollectiveObservations.library("alltoall"), 0.13);
    }

    @Test
    void allReduceOnHopper() {
        Judgement.hold("hopper", e -> e.collectives().allReduce(), CollectiveObservations.library("all_reduce"), 0.11);
    }

    @Test
    void allGatherOnHopper() {
        Judgement.hold("hopper", e -> e.collectives().allGather(), CollectiveObservations.library("all_gather"), 0.14);
    }

    @Test
    void reduceScatterOnHopper() {
        Judgement.hold(
                "hopper", e -> e.collectives().reduceScatter(), CollectiveObservations.library("reduce_scatter"), 0.12);
    }

    @Test
    void allToAllOnHopper() {
        Judgement.hold("hopper", e -> e.collectives().allToAll(), CollectiveObservations.library("alltoall"), 0.13);
    }

    @Test
    void allReduceOnBlackwell() {
        Judgement.hold(
                "blackwell", e -> e.collectives().allReduce(), CollectiveObservations.library("all_reduce"), 0.11);
    }

    @Test
    void allGatherOnBlackwell() {
        Judgement.hold(
                "blackwell", e -> e.collectives().allGather(), CollectiveObservations.library("all_gather"), 0.14);
    }

    @Test
    void reduceScatterOnBlackwell() {
        Judgement.hold(
                "blackwell",
                e -> e.collectives().reduceScatter(),
                CollectiveObservations.library("reduce_scatter"),
                0.12);
    }

    @Test
    void allToAllOnBlackwell() {
        Judgement.hold("blackwell", e -> e.collectives().allToAll(), CollectiveObservations.library("alltoall"), 0.13);
    }

    @Test
    void customAllReduceOnAmpere() {
        Judgement.hold("ampere", e -> e.collectives().customAllReduce(), CollectiveObservations.custom(), 0.12);
    }

    @Test
    void customAllReduceOnHopper() {
        Judgement.hold("hopper", e -> e.collectives().customAllReduce(), CollectiveObservations.custom(), 0.12);
    }

    @Test
    void customAllReduceOnBlackwell() {
        Judgement.hold("blackwell", e -> e.collectives().customAllReduce(), CollectiveObservations.custom(), 0.35);
    }

    @Test
    void fusedAllReduceOnHopper() {
        Judgement.hold("hopper", e -> e.collectives().fusedAllReduce(), CollectiveObservations.fused(), 0.08);
    }

    @Test
    void fusedAllReduceOnBlackwell() {
        Judgement.hold("blackwell", e -> e.collectives().fusedAllReduce(), CollectiveObservations.fused(), 0.10);
    }
}
