package dev.meshwright.question.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.ExampleProblems;
import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.SampledDegrees;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.IntRange;
import dev.meshwright.layout.rule.DegreeRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutSpaceTest {

    private static List<Degrees> space(Problem problem) {
        return SampledDegrees.of(problem);
    }

    @Test
    void everyCombinationIsValidAndNew() {
        List<Problem> problems = new ArrayList<>(
                ExampleProblems.names().stream().map(ExampleProblems::read).toList());
        for (long seed = 0; seed < 30; seed++) {
            problems.add(RandomProblems.problem(seed));
            problems.add(RandomProblems.mixed(seed));
        }
        for (Problem problem : problems) {
            DegreeRules rules = new DegreeRules(problem);
            Branching branching = new Branching(problem);
            Set<Object> seen = new HashSet<>();
            new LayoutSpace(problem).forEach(family -> {
                branching.lightest(family).forEach(degrees -> assertThat(rules.violations(degrees))
                        .as("%s %s", problem.name(), degrees)
                        .isEmpty());
                assertThat(seen.add(List.of(family.cut(), family.microBatch())))
                        .as("%s %s comes twice", problem.name(), family)
                        .isTrue();
            });
            assertThat(seen).as(problem.name()).isNotEmpty();
        }
    }

    /** Every number of GPUs makes an instance: 5 and 7 as well as 8, and 27 on nodes of 8. */
    @Test
    void instancesOfEverySize() {
        Problem problem = Problems.problem(
                Architectures.small(16, 8), Problems.cluster(5, 8, "h100-sxm"), Problems.decode(128, 128));
        Set<Integer> sizes = new HashSet<>();
        new LayoutSpace(problem).forEach(family -> sizes.add(family.cut().gpusPerReplica()));
        assertThat(sizes).containsAll(IntStream.rangeClosed(1, 40).boxed().toList());
    }

    /** 1,024 GPUs: instances of up to 512, as nobody has been seen to run a larger one, and the proof says so; a limit that is stated goes. */
    @Test
    void instancesAreNotLargerThanOneHasBeenSeenToRun() {
        Problem problem = Problems.problem(
                Architectures.small(2, 8), Problems.cluster(128, 8, "h100-sxm"), Problems.decode(128, 128));
        assertThat(largest(problem)).isEqualTo(512);
        assertThat(SpaceCoverage.of(problem).text())
                .contains("instances of every size up to 512 GPUs", "instances of more than 512 GPUs");
        Problem lifted = problem.withLimits(problem.limits().withMaximumInstance(OptionalInt.of(700)));
        assertThat(largest(lifted)).isEqualTo(700);
        Problem training = Problems.problem(
                Architectures.small(2, 8), Problems.cluster(128, 8, "h100-sxm"), Problems.training(1024, 1));
        assertThat(SpaceCoverage.of(training).text()).contains("instances of every size up to 1,024 GPUs");
    }

    private static int largest(Problem problem) {
        List<Integer> sizes = new ArrayList<>();
        new LayoutSpace(problem).forEach(family -> sizes.add(family.cut().gpusPerReplica()));
        return Collections.max(sizes);
    }

    /** From one instance to as many as there is room for: 40 GPUs hold 13 of 3. */
    @Test
    void everyNumberOfInstances() {
        Problem problem = Problems.problem(
                Architectures.small(16, 8), Problems.cluster(5, 8, "h100-sxm"), Problems.decode(128, 128));
        new LayoutSpace(problem).forEach(family -> assertThat(family.replicas())
                .isEqualTo(new IntRange(1, 40 / family.cut().gpusPerReplica())));
    }

    /** Sequences of 1,024 tokens on 16 GPUs: 16 attention copies may share one, as 2 x 16 divides 1,024. */
    @Test
    void trainingSharesSequences() {
        Problem problem = Problems.problem(
                Architectures.small(4, 8), Problems.cluster(2, 8, "h100-sxm"), Problems.training(1024, 1));
        assertThat(space(problem).stream()
                        .filter(degrees -> degrees.gpusPerReplica() == 1)
                        .map(Degrees::context)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(1, 2, 4, 8, 16);
    }

    /**
     * A group of 8 tensor ranks holds the experts once, twice on 4 ranks each, 4 times on 2 or 8 times on 1. Two groups of 4 hold two
     * copies as two instances, so they come once; three groups of 4 hold two copies on 6 ranks each.
     */
    @Test
    void trainingSpreadsExpertsOverPartsOfTensorGroups() {
        Layer layer = new Layer(new GroupedQueryAttention(8, 8, 16), new Mixture(8, 2, 96, 0));
        Problem problem = Problems.problem(
                Architectures.model("parts", 64, 1000, Collections.nCopies(2, layer)),
                Problems.cluster(2, 8, "h100-sxm"),
                Problems.training(128, 48));
        assertThat(copies(problem, 8, 1)).containsExactlyInAnyOrder(1, 2, 4, 8);
        assertThat(copies(problem, 4, 2)).containsExactlyInAnyOrder(1);
        assertThat(copies(problem, 4, 3)).containsExactlyInAnyOrder(1, 2, 4);
        assertThat(space(problem))
                .allMatch(degrees -> degrees.gpusPerExpertCopy() * degrees.expertData() == degrees.gpusPerStage());
        Problem decoding = Problems.problem(
                Architectures.small(2, 8), Problems.cluster(2, 8, "h100-sxm"), Problems.decode(128, 128));
        assertThat(space(decoding)).allMatch(degrees -> degrees.expertData() == 1);
    }

    private static Set<Integer> copies(Problem problem, int tensor, int data) {
        return space(problem).stream()
                .filter(degrees -> degrees.tensor() == tensor && degrees.data() == data)
                .map(Degrees::expertData)
                .collect(Collectors.toSet());
    }

    /** 16 ranks and 8 key-value heads: two hold each. TensorRT-LLM's ranks do not share them, nor do those of a prefill. */
    @Test
    void decodingSharesCachesWhereTheEngineDoes() {
        Layer layer = new Layer(new GroupedQueryAttention(16, 8, 16), new Mixture(8, 2, 96, 0));
        Problem decode = Problems.problem(
                Architectures.model("sharing", 64, 1000, Collections.nCopies(2, layer)),
                Problems.cluster(1, 16, "h100-sxm"),
                Problems.decode(128, 128));
        assertThat(sharing(decode, 16)).containsExactlyInAnyOrder(1, 2);
        assertThat(sharing(decode, 8)).containsExactlyInAnyOrder(1);
        assertThat(sharing(decode.withAssumptions(Assumptions.NONE.withEngine(Engine.VLLM)), 16))
                .containsExactlyInAnyOrder(1, 2);
        assertThat(sharing(decode.withAssumptions(Assumptions.NONE.withEngine(Engine.TENSORRT_LLM)), 16))
                .containsExactlyInAnyOrder(1);
        assertThat(sharing(decode.withWorkload(Problems.prefill(128)), 16)).containsExactlyInAnyOrder(1);
        assertThat(sharing(decode.withWorkload(Problems.serving(128, 128)), 16)).containsExactlyInAnyOrder(1, 2);
    }

    private static Set<Integer> sharing(Problem problem, int tensor) {
        return space(problem).stream()
                .filter(degrees -> degrees.tensor() == tensor)
                .map(Degrees::context)
                .collect(Collectors.toSet());
    }

    /** The proof names what it covers and what it leaves out of context parallelism, phase by phase and engine by engine. */
    @Test
    void theProofSaysWhoseCachesAreShared() {
        Problem decode = Problems.problem(
                Architectures.deepSeekV3(), Problems.cluster(1, 8, "h200-sxm"), Problems.decode(128, 128));
        assertThat(SpaceCoverage.of(decode).text())
                .contains("decode context parallelism, which vLLM and SGLang have")
                .doesNotContain("context parallelism of prompts");
        SpaceCoverage none = SpaceCoverage.of(decode.withAssumptions(Assumptions.NONE.withEngine(Engine.TENSORRT_LLM)));
        assertThat(none.leftOut()).contains("decode context parallelism");
        assertThat(SpaceCoverage.of(decode.withWorkload(Problems.serving(128, 128)))
                        .leftOut())
                .contains("context parallelism of prompts");
        assertThat(SpaceCoverage.of(Problems.with(decode, Architectures.gptOss120b()))
                        .text())
                .as("windows, and no fewer key-value heads than ranks")
                .doesNotContain("decode context parallelism");
        Layer chosen = new Layer(
                new LatentAttention(64, 2048, 512, 192, 64, 256, new SparseIndexer(32, 128, 2048)),
                new Mixture(8, 2, 96, 0));
        assertThat(SpaceCoverage.of(Problems.with(decode, Architectures.model("dsa", 64, 1000, List.of(chosen))))
                        .leftOut())
                .anyMatch(left -> left.startsWith("decode context parallelism of windows"));
        assertThat(SpaceCoverage.of(decode.withWorkload(Problems.training(128, 8)))
                        .text())
                .contains("experts on whole tensor groups and on parts of them")
                .doesNotContain("part of a tensor group");
    }

    /** Founding document 004's numbers: 63 experts on 3 GPUs, 21 each. */
    @Test
    void threeGpusShareSixtyThreeExperts() {
        Layer layer = new Layer(new GroupedQueryAttention(32, 32, 128), new Mixture(63, 2, 16384, 0));
        var model = Architectures.model("founding-24x63", 4096, 32000, Collections.nCopies(24, layer));
        Problem problem = Problems.problem(model, Problems.cluster(1, 3, "a100-sxm-80gb"), Problems.prefill(1024));
        assertThat(space(problem))
                .anyMatch(degrees -> degrees.expert() == 3 && degrees.data() == 3 && degrees.slotsPerRank() == 21);
    }

    /** 8 experts on 3 ranks: 3 slots each, one of them spare, or 4 each, which balances them even under even load. */
    @Test
    void expertsThatDoNotDivideLeaveSpareSlots() {
        Problem problem = Problems.problem(
                Architectures.small(4, 8), Problems.cluster(1, 3, "h100-sxm"), Problems.decode(128, 128));
        assertThat(space(problem))
                .filteredOn(degrees -> degrees.expert() == 3)
                .extracting(Degrees::slotsPerRank)
                .containsOnly(3, 4);
    }

    @Test
    void limitsAreKept() {
        SearchLimits limits = new SearchLimits(
                List.of(2), List.of(1, 4), List.of(), List.of(1), List.of(), List.of(), List.of(3), 2, true, 0);
        Problem problem = Problems.with(
                Problems.problem(
                        Architectures.small(4, 8), Problems.cluster(2, 8, "h100-sxm"), Problems.decode(128, 128)),
                limits);
        assertThat(space(problem))
                .isNotEmpty()
                .allMatch(degrees -> degrees.tensor() == 2
                        && (degrees.data() == 1 || degrees.data() == 4)
                        && degrees.expertTensor() == 1
                        && degrees.pipeline() <= 2
                        && degrees.microBatch() == 3);
    }

    @Test
    void limitedReplicasLeaveGpusIdle() {
        SearchLimits one = new SearchLimits(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(1), List.of(), 99, true, 0);
        Problem problem = Problems.with(
                Problems.problem(
                        Architectures.small(4, 8), Problems.cluster(1, 8, "h100-sxm"), Problems.decode(128, 128)),
                one);
        assertThat(space(problem).stream().map(Degrees::gpus).collect(Collectors.toSet()))
                .as("1 to 8 GPUs of 8")
                .contains(1, 2, 4, 8);
    }

    /** 6 GPUs and 16 sequences per step: 6 copies of the model cannot share them, 4 can. */
    @Test
    void trainingUsesAsManyReplicasAsDivideTheBatch() {
        Problem problem = Problems.problem(
                Architectures.small(4, 8), Problems.cluster(1, 6, "h100-sxm"), Problems.training(128, 16));
        assertThat(space(problem)).anyMatch(degrees -> degrees.gpusPerReplica() == 1 && degrees.replicas() == 4);
    }

    @Test
    void fewestGpusMeansFewerReplicasToo() {
        Problem problem = Problems.with(
                Problems.problem(
                        Architectures.small(4, 8), Problems.cluster(1, 4, "h100-sxm"), Problems.decode(128, 128)),
                Objective.GPUS,
                Targets.NONE);
        new LayoutSpace(problem).forEach(family -> {
            if (family.cut().gpusPerReplica() == 1) {
                assertThat(family.replicas()).isEqualTo(new IntRange(1, 4));
            }
        });
    }

    /** Sixteen nodes of a kind beside another are all tried in every number; of more the proof says that they are not. */
    @Test
    void numbersOfNodesThatAreNotTriedAreNamed() {
        for (int nodes : List.of(16, 17, 40)) {
            Problem mixed = Problems.problem(
                    Architectures.mixtral(),
                    Problems.cluster(
                            new NodeGroup(nodes, 8, Problems.gpu("h100-sxm")),
                            new NodeGroup(2, 8, Problems.gpu("a100-sxm-80gb"))),
                    Problems.decode(128, 128));
            assertThat(SpaceCoverage.of(mixed).leftOut().stream().anyMatch(left -> left.contains("number of nodes")))
                    .as("%d nodes", nodes)
                    .isEqualTo(nodes > 16);
            Problem alike = mixed.withCluster(Problems.cluster(nodes, 8, "h100-sxm"));
            assertThat(SpaceCoverage.of(alike).leftOut()).noneMatch(left -> left.contains("number of nodes"));
        }
    }
}
