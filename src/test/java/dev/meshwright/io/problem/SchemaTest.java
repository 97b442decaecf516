package dev.meshwright.io.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.io.catalogue.CalibrationFiles;
import dev.meshwright.io.catalogue.GpuFacts;
import dev.meshwright.io.catalogue.WeightFormats;
import dev.meshwright.io.plan.DegreesSection;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.io.tree.TreeReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The schemas and the readers know the same fields and choices, so that neither can drift from the other. */
class SchemaTest {

    private static final JsonNode PROBLEM = TreeReader.of(new InputFile("problem.json", Resources.problemSchema()))
            .node();
    private static final JsonNode PLAN =
            TreeReader.of(new InputFile("plan.json", Resources.planSchema())).node();
    private static final JsonNode EFFICIENCY = TreeReader.of(
                    new InputFile("efficiency.json", Resources.efficiencySchema()))
            .node();
    private static final String GPU = "/properties/cluster/properties/nodes/items/properties/gpu/anyOf/1";

    static List<Arguments> objects() {
        return List.of(
                Arguments.of(PROBLEM, "", ProblemFiles.FIELDS),
                Arguments.of(PROBLEM, "/properties/model", ModelSection.FIELDS),
                Arguments.of(PROBLEM, "/properties/model/properties/declared", ModelSection.DECLARED_FIELDS),
                Arguments.of(PROBLEM, "/properties/cluster", ClusterSection.FIELDS),
                Arguments.of(PROBLEM, "/properties/cluster/properties/nodes/items", ClusterSection.NODE_FIELDS),
                Arguments.of(PROBLEM, "/properties/cluster/properties/interNode", ClusterSection.INTER_NODE_FIELDS),
                Arguments.of(PROBLEM, GPU, GpuFacts.FIELDS),
                Arguments.of(PROBLEM, GPU + "/properties/peak/anyOf/1", List.copyOf(GpuFacts.ARITHMETIC.keySet())),
                Arguments.of(PROBLEM, "/properties/workload", WorkloadSection.FIELDS),
                Arguments.of(PROBLEM, "/properties/workload/properties/recipe", WorkloadSection.RECIPE),
                Arguments.of(PROBLEM, "/properties/workload/properties/arrivals", TrafficSection.ARRIVAL_FIELDS),
                Arguments.of(
                        PROBLEM,
                        "/properties/workload/properties/arrivals/properties/process/anyOf/1",
                        TrafficSection.PROCESS_FIELDS),
                Arguments.of(PROBLEM, "/$defs/lengths", TrafficSection.LENGTH_FIELDS),
                Arguments.of(PROBLEM, "/$defs/lengths/properties/logNormal", TrafficSection.LOG_NORMAL_FIELDS),
                Arguments.of(PROBLEM, "/$defs/times", AimSections.STATISTICS),
                Arguments.of(PROBLEM, "/properties/workload/properties/expertLoad/anyOf/1", ExpertLoadSection.FIELDS),
                Arguments.of(
                        PROBLEM, "/properties/workload/properties/expertLoadBalance", ExpertLoadSection.BALANCE_FIELDS),
                Arguments.of(PROBLEM, "/properties/targets", AimSections.TARGET_FIELDS),
                Arguments.of(
                        PROBLEM, "/properties/targets/properties/throughput/anyOf/1", AimSections.THROUGHPUT_FIELDS),
                Arguments.of(PROBLEM, "/properties/assumptions", AimSections.ASSUMPTION_FIELDS),
                Arguments.of(PROBLEM, "/properties/serving", ServingSection.FIELDS),
                Arguments.of(PROBLEM, "/properties/search", AimSections.SEARCH_FIELDS),
                Arguments.of(PLAN, "", PlanFiles.FIELDS),
                Arguments.of(PLAN, "/properties/problem/anyOf/1", PlanFiles.PROBLEM_FIELDS),
                Arguments.of(PLAN, "/properties/layout/anyOf/0", PlanFiles.LAYOUT_FIELDS),
                Arguments.of(
                        PLAN,
                        "/properties/layout/anyOf/0/properties/devices/anyOf/0/items/items/anyOf/1",
                        PlanFiles.PLACE_FIELDS),
                Arguments.of(PLAN, "/properties/pools", PlanFiles.POOLS_FIELDS),
                Arguments.of(PLAN, "/$defs/pool", PlanFiles.POOL_FIELDS),
                Arguments.of(PLAN, "/properties/claims/items", PlanFiles.CLAIM_FIELDS),
                Arguments.of(EFFICIENCY, "", CalibrationFiles.FIELDS),
                Arguments.of(EFFICIENCY, "/properties/factors", CalibrationFiles.FACTORS));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void fieldsAreThoseOfTheReader(JsonNode schema, String pointer, List<String> fields) {
        JsonNode object = schema.at(pointer);
        assertThat(object.get("additionalProperties").booleanValue()).isFalse();
        assertThat(object.get("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(fields);
    }

    static List<Arguments> choices() {
        return List.of(
                Arguments.of(PROBLEM, "/properties/model/properties/weights/anyOf/0", WeightFormats.WEIGHTS.keySet()),
                Arguments.of(
                        PROBLEM, "/properties/model/properties/weights/anyOf/1/items", WeightFormats.WEIGHTS.keySet()),
                Arguments.of(PROBLEM, "/properties/model/properties/kvCache", WeightFormats.KEY_VALUE_CACHE.keySet()),
                Arguments.of(PROBLEM, "/properties/workload/properties/phase", WorkloadSection.PHASES),
                Arguments.of(
                        PROBLEM,
                        "/properties/workload/properties/deployment",
                        Arrays.stream(Disaggregation.values())
                                .map(Disaggregation::label)
                                .toList()),
                Arguments.of(EFFICIENCY, "/properties/engines/items", CalibrationFiles.ENGINES),
                Arguments.of(PROBLEM, "/properties/objective", AimSections.OBJECTIVES.keySet()),
                Arguments.of(
                        PROBLEM,
                        "/properties/targets/properties/throughput/anyOf/1/properties/scope",
                        AimSections.SCOPES.keySet()),
                Arguments.of(
                        PROBLEM,
                        "/properties/workload/properties/arrivals/properties/process/anyOf/0",
                        TrafficSection.PROCESSES.keySet()),
                Arguments.of(
                        PROBLEM,
                        "/properties/assumptions/properties/engine",
                        AimSections.engines().keySet()),
                Arguments.of(
                        PLAN,
                        "/properties/layout/anyOf/0/properties/recomputation",
                        DegreesSection.RECOMPUTATIONS.keySet()));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void choicesAreThoseOfTheReader(JsonNode schema, String pointer, Iterable<String> choices) {
        JsonNode names = schema.at(pointer).get("enum");
        assertThat(StreamSupport.stream(names.spliterator(), false).map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(choices);
    }
}
