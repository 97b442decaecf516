package dev.meshwright.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.json.PlanDocument;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.search.SearchEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application layer without a command line. */
class WorkbenchTest {

    private static final ProblemDocument SMALL = open("small");

    private final Workbench workbench = new Workbench();

    private static ProblemDocument open(String name) {
        return ProblemFiles.open(Path.of("src/test/resources/transcripts", name + ".yaml"));
    }

    private SearchAnswer.Found best(SearchRequest request, Watch watch) {
        return (SearchAnswer.Found) workbench.search(request, watch);
    }

    @Test
    void theSameRequestGivesTheSameAnswer() {
        SearchRequest request = SearchRequest.of(SMALL);
        String first = Documents.toJson(PlanDocument.of(best(request, Watch.NONE)));
        assertThat(Documents.toJson(PlanDocument.of(best(request, Watch.NONE)))).isEqualTo(first);
        assertThat(Documents.toJson(PlanDocument.of((SearchAnswer.Found) new Workbench().search(request, Watch.NONE))))
                .isEqualTo(first);
    }

    @Test
    void whoeverWaitsIsToldWhatHappens() {
        List<Event> told = new ArrayList<>();
        best(SearchRequest.of(SMALL), new Watch(told::add, () -> false));
        assertThat(told.getFirst())
                .asInstanceOf(type(Event.Searched.class))
                .extracting(Event.Searched::event)
                .isInstanceOf(SearchEvent.Enumerated.class);
        assertThat(told.getLast())
                .asInstanceOf(type(Event.Searched.class))
                .extracting(Event.Searched::event)
                .isInstanceOf(SearchEvent.Proved.class);
    }

    @Test
    void aCancelledSearchAnswersWithTheBestSoFar() {
        SearchAnswer.Found found = best(SearchRequest.of(SMALL), new Watch(event -> {}, () -> true));
        assertThat(found.argument().proof().gap()).isPositive();
    }

    @Test
    void timeIsByTheClockOfTheWorkbench() {
        AtomicLong now = new AtomicLong();
        Workbench hurried = new Workbench(() -> now.addAndGet(1_000_000_000L));
        SearchRequest request = new SearchRequest(
                SMALL, Constants.STANDARD, 0, false, new Effort(1, Optional.of(Duration.ofNanos(1_500_000_000L))));
        SearchAnswer.Found found = (SearchAnswer.Found) hurried.search(request, Watch.NONE);
        assertThat(found.argument().proof().placed())
                .isLessThan(best(SearchRequest.of(SMALL), Watch.NONE)
                        .argument()
                        .proof()
                        .placed());
    }

    @Test
    void whatWasFoundChecksAsFound(@TempDir Path folder) throws IOException {
        SearchAnswer.Found found = best(SearchRequest.of(SMALL), Watch.NONE);
        Path plan = Files.writeString(folder.resolve("plan.yaml"), Documents.toYaml(PlanDocument.of(found)));
        CheckAnswer checked = workbench.check(CheckRequest.of(SMALL, PlanFiles.read(plan)), Watch.NONE);
        assertThat(checked.plan().feasible()).isTrue();
        assertThat(checked.assessment().orElseThrow().evaluation().performance())
                .isEqualTo(found.argument().assessment().evaluation().performance());
        assertThat(checked.assessment().orElseThrow().binding())
                .isEqualTo(found.argument().assessment().binding());
    }

    @Test
    void quantitiesAreExplainedOrUnknown(@TempDir Path folder) throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "layout: {tensor: 2, expert: 4}\n");
        CheckRequest request = CheckRequest.of(SMALL, PlanFiles.read(plan));
        for (String known : List.of("throughput.system", "experts.perGpu.total")) {
            assertThat(workbench.explain(request, known, Watch.NONE)).isInstanceOf(QuantityAnswer.Explained.class);
        }
        assertThat(workbench.explain(request, "throughput.sistem", Watch.NONE))
                .asInstanceOf(type(QuantityAnswer.Unknown.class))
                .extracting(QuantityAnswer.Unknown::maybe)
                .asString()
                .contains("throughput.system");
    }

    /** A sweep over lengths and prompts that are not all of one length contradict each other. */
    @Test
    void promptsOfDifferentLengthsAreNotSwept(@TempDir Path folder) throws IOException {
        Path problem = Files.writeString(folder.resolve("problem.yaml"), """
                name: spread
                model: {catalog: mixtral-8x7b}
                cluster: {nodes: [{gpus: 8, gpu: h100-sxm}]}
                workload: {phase: serving, inputTokens: {uniform: [800, 1024]}, outputTokens: 90}
                """);
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "layout: {tensor: 8}\n");
        CheckRequest request = new CheckRequest(
                ProblemFiles.open(problem),
                PlanFiles.read(plan),
                Constants.STANDARD,
                List.of(100, 200),
                OptionalInt.empty(),
                true,
                Effort.DEFAULT);
        assertThatThrownBy(request::asked)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--lengths: has no meaning: the problem's prompts are not all of one length (100,200)."
                        + " Maybe state inputTokens as a number.");
    }

    @Test
    void lengthsAndThresholdOfARequestReplaceTheProblems(@TempDir Path folder) throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "layout: {tensor: 2, expert: 4}\n");
        CheckRequest request = new CheckRequest(
                SMALL,
                PlanFiles.read(plan),
                Constants.STANDARD,
                List.of(100, 200, 400),
                OptionalInt.of(150),
                true,
                Effort.DEFAULT);
        assertThat(workbench.check(request, Watch.NONE).sweep().points())
                .extracting(point -> point.length())
                .containsExactly(100, 200, 400);
        assertThat(request.asked().assumptions().activationCheckpointingAbove()).hasValue(150);
    }

    /** Alternatives are calibrated with everything else: no faster than the same GPU as the problem's own. */
    @Test
    void alternativesAreCalibratedLikeTheProblemsOwnGpus() {
        var gpu = SMALL.problem().cluster().nodes().getFirst().gpu();
        Calibration slower = new Calibration(
                Map.of(Factor.MEMORY_RATE, 0.5, Factor.STEP_OVERHEAD, 2.0), Set.of(gpu.name()), Set.of("vllm"));
        ScaleAnswer answer = workbench.scale(
                new ScaleRequest(
                        SMALL,
                        new Constants(Optional.of("mine.yaml"), slower),
                        new Scaling.Goal(2000, Scope.SYSTEM, List.of(gpu), 8, false),
                        true,
                        Effort.DEFAULT),
                Watch.NONE);
        var own = answer.scaling().kinds().getFirst();
        var same = answer.scaling().kinds().getLast();
        assertThat(same.nodeType()).isEqualTo(own.nodeType());
        assertThat(own.nodeType().gpu().memoryBandwidth()).isEqualTo(0.5 * gpu.memoryBandwidth());
        assertThat(answer.notes()).anyMatch(note -> note.startsWith("Constants calibrated by mine.yaml: "));
    }
}
