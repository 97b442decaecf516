package dev.meshwright.cost;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.patience.Patience;
import dev.meshwright.cost.bound.DegreeModel;
import dev.meshwright.cost.bound.FamilyModel;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.DecodePass;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.FamilyBound;
import dev.meshwright.cost.evaluation.GuessGain;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.cost.evaluation.Shard;
import dev.meshwright.cost.exact.LayoutModel;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.cost.memory.Shards;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.Layout;
import java.util.List;
import java.util.Optional;

/**
 * The cost model of one problem: what any layout takes in time, memory and traffic.
 *
 * <p>Everything that judges a layout calls it: {@link #bound} is optimistic and quick, for millions of degrees;
 * {@link #evaluate} is exact, for complete layouts. Both are built from the same passes, so a layout is never better than
 * the bound of its degrees. Keeps scratch accounts: one instance per thread.
 */
public final class CostModel {

    private final Question question;
    private final EngineConstants engineConstants;
    private final CostParts parts;
    private final DegreeModel degreeModel;
    private final FamilyModel familyModel;
    private final LayoutModel layoutModel;

    /** The cost model of the problem and the constants of {@code question}. */
    public CostModel(Question question) {
        this(question, EngineConstants.standard(), TrainingConstants.standard());
    }

    /** The same with other constants of training steps, as a fit tries them. */
    public CostModel(Question question, TrainingConstants constants) {
        this(question, EngineConstants.standard(), constants);
    }

    /** The same with an engine's constants from elsewhere. */
    public CostModel(Question question, EngineConstants constants) {
        this(question, constants, TrainingConstants.standard());
    }

    private CostModel(Question question, EngineConstants engine, TrainingConstants training) {
        this.question = question;
        this.engineConstants = engine;
        parts = CostParts.of(question, engine, training);
        degreeModel = new DegreeModel(question.problem(), parts);
        familyModel = new FamilyModel(parts, degreeModel);
        layoutModel = new LayoutModel(parts);
    }

    /** What it is the cost model of. */
    public Question question() {
        return question;
    }

    /** How the engine of the problem runs. */
    public EngineProfile engine() {
        return parts.engine();
    }

    /** The problem. */
    public Problem problem() {
        return parts.problem();
    }

    /** Layers by kind. */
    public ModelKinds kinds() {
        return parts.kinds();
    }

    /** What no placement of {@code degrees} can beat. */
    public DegreeBound bound(Degrees degrees) {
        return degreeModel.bound(degrees);
    }

    /**
     * What no placement of {@code degrees} on a part of the cluster can beat.
     *
     * @param gpusOfSite GPUs of each node group that may be used, enough for the degrees
     */
    public DegreeBound bound(Degrees degrees, List<Integer> gpusOfSite) {
        return degreeModel.bound(
                degrees, gpusOfSite.stream().mapToInt(Integer::intValue).toArray());
    }

    /** What no placement of any member of {@code family} can beat. */
    public FamilyBound bound(Family family) {
        return familyModel.bound(family);
    }

    /**
     * What no placement of any member of {@code family} can beat, with the memory of every stage in mind, and whole layers on
     * every kind of GPU: closer, and slower.
     */
    public FamilyBound closeBound(Family family) {
        return familyModel.close(family);
    }

    /**
     * What requests wait for under {@code degrees}, placed as well as can be; the memory they need is not asked.
     *
     * @throws IllegalStateException if the workload is not serving
     */
    public ServingTimes servingTimes(Degrees degrees) {
        if (parts.problem().workload() instanceof Serving serving) {
            return degreeModel.servingTimes(degrees, serving);
        }
        throw new IllegalStateException(
                "the workload is " + parts.problem().workload().phase());
    }

    /** What steps of the serving loop take under {@code degrees}, placed as well as can be. */
    public StepClock stepClock(Degrees degrees) {
        return new StepClock(degreeModel, parts.engine(), degrees);
    }

    /** The pass of a decode step of {@code degrees}, placed as well as can be; the memory they need is not asked. */
    public DecodePass decodePass(Degrees degrees) {
        return degreeModel.decodePass(degrees);
    }

    /**
     * The exact cost of a complete layout.
     *
     * @throws IllegalArgumentException if its parts do not fit together, see
     *     {@link dev.meshwright.layout.rule.LayoutRules#evaluable}
     */
    public Evaluation evaluate(Layout layout) {
        Patience.ask();
        return layoutModel.evaluate(layout, Ledger.NONE);
    }

    /** Whether {@code layout}, whose parts fit together, fits into the memory of all its GPUs. */
    public boolean fits(Layout layout) {
        return layoutModel.fits(layout);
    }

    /** The exact cost of a complete layout, with the derivation of its numbers, and what guessing tokens gains where some are guessed. */
    public Evaluation explain(Layout layout) {
        Evaluation evaluation = layoutModel.evaluate(layout, new Ledger.Book());
        return guesses(layout.degrees()).map(evaluation::withGuesses).orElse(evaluation);
    }

    /** What guessing tokens gains under {@code degrees} with other numbers of sequences in flight, between prompts; empty where none are guessed. */
    public Optional<GuessGain> guesses(Degrees degrees) {
        return engine().speculation().isEmpty() ? Optional.empty() : Optional.of(gain(degrees));
    }

    private GuessGain gain(Degrees degrees) {
        Problem problem = problem();
        EngineSetup setup = problem.assumptions().setup().withSpeculation(Optional.empty());
        CostModel plain = new CostModel(
                question.with(problem.withAssumptions(problem.assumptions().withSetup(setup))), engineConstants);
        double context = context(problem.workload());
        return GuessGain.of(
                engine().tokensPerDecodeStep(),
                (long) degrees.replicas() * degrees.data() * degrees.microBatches(),
                sequences -> plain.secondsPerToken(degrees, sequences, context)
                        / secondsPerToken(degrees, sequences, context));
    }

    /** Positions that a decoding sequence sees on average. */
    private static double context(Workload workload) {
        return switch (workload) {
            case Decode decode -> decode.longest() + decode.outputTokens() / 2.0;
            case Serving serving -> serving.longest() + serving.outputTokens() / 2.0;
            case Prefill prefill -> prefill.longest();
            case Training training -> training.longest();
        };
    }

    private double secondsPerToken(Degrees degrees, long sequences, double context) {
        int positions = engine().positions();
        StepClock.Work work = new StepClock.Work(sequences, context, 0, 0, 0, 0);
        return stepClock(degrees).seconds(work, (double) positions * sequences) / engine().tokensPerDecodeStep();
    }

    /** What each GPU of an evaluated stage holds, and how it is cut; the sum is the stage's memory. */
    public List<Shard> shards(Degrees degrees, StageCost stage) {
        return new Shards(problem(), degrees).of(stage);
    }

    /** Bytes of cache and state that a tensor rank of each stage of {@code layout} keeps of a request of so many tokens. */
    public double[] cacheBytes(Layout layout, int tokens) {
        Degrees degrees = layout.degrees();
        double[] bytes = new double[degrees.pipeline()];
        for (int stage = 0; stage < bytes.length; stage++) {
            StageShape shape = parts.stageShape(degrees, stage, layout.stages().get(stage));
            bytes[stage] = parts.memory().sequenceBytes(degrees, shape, tokens, false);
        }
        return bytes;
    }

    /** Largest number of bytes that a layout may fill on any GPU of the cluster. */
    public double usableBytes() {
        return parts.sites().stream()
                .mapToDouble(site -> parts.usableBytes(site.gpu()))
                .max()
                .orElseThrow();
    }

    /** What placing the parts of {@code degrees} costs, for the placement of experts, layers and ranks. */
    public PlacementCosts placementCosts(Degrees degrees) {
        return new PlacementCosts(parts, degrees);
    }
}
