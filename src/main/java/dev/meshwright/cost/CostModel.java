package dev.meshwright.cost;

import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.ledger.Ledger;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.Layout;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.Workload.Serving;

/**
 * The cost model of one problem: what any layout takes in time, memory and traffic.
 *
 * <p>Everything that judges a layout calls it: {@link #bound} is optimistic and quick, for millions of degrees;
 * {@link #evaluate} is exact, for complete layouts. Both are built from the same passes, so a layout is never better than
 * the bound of its degrees. Keeps scratch accounts: one instance per thread.
 */
public final class CostModel {

    private final CostParts parts;
    private final DegreeModel degreeModel;
    private final FamilyModel familyModel;
    private final LayoutModel layoutModel;

    /** The cost model of {@code problem} with fitted efficiencies from {@code efficiencies}. */
    public CostModel(Problem problem, EfficiencySource efficiencies) {
        this(problem, efficiencies, EngineConstants.standard(), TrainingConstants.standard());
    }

    /** The same with other constants of training steps, as a fit tries them. */
    public CostModel(Problem problem, EfficiencySource efficiencies, TrainingConstants constants) {
        this(problem, efficiencies, EngineConstants.standard(), constants);
    }

    /** The same with an engine's constants from elsewhere. */
    public CostModel(Problem problem, EfficiencySource efficiencies, EngineConstants constants) {
        this(problem, efficiencies, constants, TrainingConstants.standard());
    }

    private CostModel(
            Problem problem, EfficiencySource efficiencies, EngineConstants engine, TrainingConstants training) {
        parts = CostParts.of(problem, efficiencies, engine, training);
        degreeModel = new DegreeModel(problem, parts);
        familyModel = new FamilyModel(parts, degreeModel);
        layoutModel = new LayoutModel(parts);
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

    /** What no placement of any member of {@code family} can beat. */
    public DegreeBound bound(Family family) {
        return familyModel.bound(family);
    }

    /** Whether some split of the layers into the stages of {@code degrees} fits into the memory of the largest GPUs. */
    public boolean splittable(Degrees degrees) {
        return degreeModel.splittable(degrees);
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

    /** The pass of a decode step of {@code degrees}, placed as well as can be; the memory they need is not asked. */
    public DecodePass decodePass(Degrees degrees) {
        return degreeModel.decodePass(degrees);
    }

    /**
     * The exact cost of a complete layout.
     *
     * @throws IllegalArgumentException if its parts do not fit together, see
     *     {@link dev.meshwright.layout.LayoutRules#evaluable}
     */
    public Evaluation evaluate(Layout layout) {
        return layoutModel.evaluate(layout, Ledger.NONE);
    }

    /** Whether {@code layout}, whose parts fit together, fits into the memory of all its GPUs. */
    public boolean fits(Layout layout) {
        return layoutModel.fits(layout);
    }

    /** The exact cost of a complete layout, with the derivation of its numbers. */
    public Evaluation explain(Layout layout) {
        return layoutModel.evaluate(layout, new Ledger.Book());
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
