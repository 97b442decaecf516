package dev.meshwright.workbench;

import dev.meshwright.answer.AuditAnswer;
import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.answer.TrainingRates;
import dev.meshwright.answer.explain.Sharding;
import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.BoundGap;
import dev.meshwright.answer.explain.risk.Risk;
import dev.meshwright.answer.explain.risk.Risks;
import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.audit.Auditor;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.premise.World;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import dev.meshwright.question.search.Placers;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A plan checked and ready to be asked about. */
final class Checking {

    private static final double SECONDS_OF_A_DAY = 86_400;

    private final PlanDraft draft;
    private final CheckedPlan plan;
    private final LengthSweep sweep;
    private final Auditor auditor;

    /** Checks the plan of {@code request}; {@code question} is what the request's problem asks. */
    Checking(CheckRequest request, Question question, Placers placers) {
        this.draft = request.plan();
        this.plan = new PlanChecker(question, placers::quick, placers::thorough, request.replays())
                .check(draft)
                .withNotes(digest(request.problem(), draft));
        this.sweep = plan.evaluated()
                .map(evaluated -> LengthSweep.of(plan.question(), evaluated.layout()))
                .orElse(LengthSweep.NONE);
        this.auditor = new Auditor(
                World.of(plan, batchStated(question.problem(), draft), sweep), draft, (asked, other) -> new PlanChecker(
                                asked, placers::quick, placers::thorough, LoopReplays.NONE)
                        .check(other));
    }

    private static List<String> digest(ProblemDocument document, PlanDraft draft) {
        boolean other = draft.problemDigest()
                .filter(stated -> !stated.equals(document.digest()))
                .isPresent();
        String name = draft.problemName().map(stated -> " (" + stated + ")").orElse("");
        return other
                ? List.of("The plan was made for another version of the problem, or for another one" + name + ".")
                : List.of();
    }

    private static boolean batchStated(Problem problem, PlanDraft draft) {
        boolean byPlan = draft.degrees().get(DegreeName.MICRO_BATCH).isPresent();
        return byPlan || problem.workload().stepSequences().isPresent();
    }

    CheckAnswer answer(List<String> assumed) {
        Audit audit = auditor.audit(draft.claims());
        Optional<Assessment> assessment = assessment();
        List<Risk> risks =
                Risks.of(plan, audit, assessment.map(Assessment::targets).orElse(List.of()));
        return new CheckAnswer(plan, assessment, rates(), bound(), sweep, audit, risks, assumed);
    }

    Sharding shards() {
        return Sharding.of(plan);
    }

    AuditAnswer audit() {
        return new AuditAnswer(plan, assessment(), auditor.audit(draft.claims()));
    }

    private Optional<BoundGap> bound() {
        return plan.evaluated()
                .flatMap(evaluated -> BoundGap.of(
                        evaluated.bound(),
                        evaluated.layout(),
                        evaluated.evaluation().performance().tokensPerSecond()));
    }

    private Optional<Assessment> assessment() {
        return plan.evaluated().map(evaluated -> Assessment.of(
                        plan.problem(), evaluated.layout(), evaluated.evaluation(), evaluated.served())
                .withHeadroom(new CostModel(plan.question())));
    }

    /** What a training run makes of its GPUs, from the one book of reasons. */
    Optional<TrainingRates> rates() {
        if (!(plan.problem().workload() instanceof Training)) {
            return Optional.empty();
        }
        OptionalDouble flops = derived("flops.perSecond.perGpu");
        OptionalDouble utilisation = derived("compute.modelFlopsUtilisation");
        return plan.evaluated()
                .filter(evaluated -> flops.isPresent() && utilisation.isPresent())
                .map(evaluated -> new TrainingRates(
                        flops.getAsDouble(),
                        utilisation.getAsDouble(),
                        SECONDS_OF_A_DAY * evaluated.evaluation().performance().tokensPerSecond()));
    }

    private OptionalDouble derived(String quantity) {
        return switch (auditor.explain(quantity, List.of()).getFirst().resolution()) {
            case FactBook.Resolution.Derived derived ->
                OptionalDouble.of(derived.derivation().value());
            case FactBook.Resolution.Missing missing -> OptionalDouble.empty();
        };
    }

    /** From the one book of reasons, which goes down to kernels. */
    QuantityAnswer explain(String name) {
        return auditor.quantities().contains(name)
                ? new QuantityAnswer.Explained(plan, name, auditor.explain(name, draft.claims()))
                : new QuantityAnswer.Unknown(plan, name, maybe(name, auditor.quantities()));
    }

    private static String maybe(String name, Set<String> known) {
        List<String> near = NearNames.among(name, known, 5);
        String hint = near.isEmpty() ? Vocabulary.standard().maybe(name) : "Maybe " + String.join(" or ", near) + ".";
        return "No quantity is called " + name + " here. " + (hint.isEmpty() ? groups(known) : hint);
    }

    /** Names are too many to list; their first words, and where the rest are found. */
    private static String groups(Set<String> known) {
        Map<String, Long> groups = known.stream()
                .collect(
                        Collectors.groupingBy(id -> id.replaceFirst("\\..*", ""), TreeMap::new, Collectors.counting()));
        return "There are " + known.size() + ": "
                + groups.entrySet().stream()
                        .map(group -> group.getKey() + (group.getValue() > 1 ? " (" + group.getValue() + ")" : ""))
                        .collect(Collectors.joining(", "))
                + ". Maybe meshwright quantities WORD, which lists them.";
    }
}
