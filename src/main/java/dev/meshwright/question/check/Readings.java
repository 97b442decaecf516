package dev.meshwright.question.check;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.DegreesDraft.Form;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.question.check.Reading.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Everything that stated degrees may mean for a problem, the most usual meaning first. */
final class Readings {

    private final DegreesDraft draft;
    private final Problem problem;
    private final OptionalInt tensor;
    private final OptionalInt data;
    private final OptionalInt expert;
    private final OptionalInt expertTensor;
    private final OptionalInt expertData;
    private final boolean dense;
    private final boolean training;
    private final List<Reading> readings = new ArrayList<>();

    private Readings(DegreesDraft draft, Problem problem) {
        this.draft = draft;
        this.problem = problem;
        this.tensor = draft.get(DegreeName.TENSOR);
        this.data = draft.get(DegreeName.DATA);
        this.expert = draft.get(DegreeName.EXPERT);
        this.expertTensor = draft.get(DegreeName.EXPERT_TENSOR);
        this.expertData = draft.get(DegreeName.EXPERT_DATA);
        this.training = problem.workload() instanceof Training;
        this.dense = new DegreeRules(problem).experts() == 0;
    }

    /** At least one reading. */
    static List<Reading> of(DegreesDraft draft, Problem problem) {
        Readings all = new Readings(inLine(draft), problem);
        all.collect();
        return List.copyOf(all.readings);
    }

    /** In a line of degrees PP8 says no virtual stages, as PP8v2 says two, whichever degrees of experts are left out. */
    private static DegreesDraft inLine(DegreesDraft draft) {
        return draft.form() == Form.HEADLINE ? draft.withUnlessStated(DegreeName.VIRTUAL_STAGES, 1) : draft;
    }

    private void collect() {
        boolean copiesApart = dense && !training && data.orElse(1) > 1;
        Optional<Reading> headline = headline();
        if (headline.isPresent() && !copiesApart) {
            readings.add(headline.get());
            return;
        }
        if (dense) {
            int attention = tensor.orElse(1);
            if (copiesApart) {
                addTo(withReplicas(apart()), attention, 1, expert.orElse(1), expertTensor.orElse(1), Kind.COPIES_APART);
            }
            add(attention, data.orElse(1), expert.orElse(1), expertTensor.orElse(1), Kind.DENSE);
            tensorCountsAll();
            return;
        }
        if (expertData.isPresent()) {
            copies(tensor.orElse(1), expertData.getAsInt());
        } else {
            mixture(tensor.orElse(1));
        }
        if (expertData.isEmpty() && tensor.isEmpty() && expert.isPresent() && data.isEmpty()) {
            mixture(expert.getAsInt());
        }
        tensorCountsAll();
        dataCountsAll();
        if (readings.isEmpty()) {
            add(tensor.orElse(1), data.orElse(1), expert.orElse(1), expertTensor.orElse(1), Kind.STATED);
        }
    }

    /** What a headline says, if this can be one: with degrees of 1 left out the experts fill the stage. */
    private Optional<Reading> headline() {
        if (draft.form() != Form.HEADLINE) {
            return Optional.empty();
        }
        Map<DegreeName, Integer> whole = new EnumMap<>(draft.stated());
        for (DegreeName name : List.of(
                DegreeName.DATA,
                DegreeName.EXPERT,
                DegreeName.EXPERT_TENSOR,
                DegreeName.EXPERT_DATA,
                DegreeName.REPLICAS,
                DegreeName.CONTEXT)) {
            whole.putIfAbsent(name, 1);
        }
        Reading reading = new Reading(new DegreesDraft(whole, draft.recomputation(), draft.form()), Kind.HEADLINE);
        long experts = (long) reading.get(DegreeName.EXPERT)
                * reading.get(DegreeName.EXPERT_TENSOR)
                * reading.get(DegreeName.EXPERT_DATA);
        long stage = (long) reading.get(DegreeName.TENSOR) * reading.get(DegreeName.DATA);
        return experts == (dense ? 1 : stage) ? Optional.of(reading) : Optional.empty();
    }

    /** Degrees are up to a million each: a product that no cluster holds may be cut. */
    private static int times(int first, int second) {
        return (int) Math.min(Integer.MAX_VALUE, (long) first * second);
    }

    private void mixture(int t) {
        if (expert.isEmpty()) {
            withoutExpert(t, data.orElse(1));
        } else if (data.isPresent() && expertTensor.isPresent()) {
            stated(data.getAsInt(), expert.getAsInt(), expertTensor.getAsInt());
        } else if (data.isPresent()) {
            int stage = times(t, data.getAsInt());
            foldedWhere(
                    stage % expert.getAsInt() == 0, t, data.getAsInt(), expert.getAsInt(), stage / expert.getAsInt());
        } else if (expertTensor.isPresent()) {
            int stage = times(expert.getAsInt(), expertTensor.getAsInt());
            // In training experts may lie on a part of a tensor group.
            int groups = Cut.leastData(t, stage);
            foldedWhere(training || stage % t == 0, t, groups, expert.getAsInt(), expertTensor.getAsInt());
        } else {
            expertAlone(t, expert.getAsInt());
        }
    }

    /** Copies of the experts are stated: they fill a stage, {@code expert x expertTensor x expertData = tensor x data}. */
    private void copies(int t, int copies) {
        if (expert.isPresent() && expertTensor.isPresent()) {
            int all = times(times(expert.getAsInt(), expertTensor.getAsInt()), copies);
            if (data.isPresent()) {
                add(t, data.getAsInt(), expert.getAsInt(), expertTensor.getAsInt(), Kind.STATED);
            } else {
                foldedWhere(all % t == 0, t, all / t, expert.getAsInt(), expertTensor.getAsInt());
            }
            return;
        }
        int d = data.orElse(1);
        int stage = times(t, d);
        int known = times(copies, expert.orElse(expertTensor.orElse(1)));
        int rest = stage / known;
        foldedWhere(stage % known == 0, t, d, expert.orElse(rest), expert.isPresent() ? rest : expertTensor.orElse(1));
    }

    private void withoutExpert(int t, int d) {
        int stage = times(t, d);
        if (expertTensor.isEmpty()) {
            add(t, d, 1, stage, stage == 1 ? Kind.STATED : Kind.EXPERTS_SPLIT);
            add(t, d, stage, 1, Kind.EXPERTS_SPREAD);
            return;
        }
        int split = expertTensor.getAsInt();
        foldedWhere(stage % split == 0, t, d, stage / split, split);
        foldedWhere(data.isEmpty() && split % t == 0, t, split / t, 1, split);
    }

    private void stated(int d, int e, int x) {
        int stage = times(e, x);
        boolean derived = tensor.isEmpty() && stage % d == 0;
        int t = derived ? stage / d : tensor.orElse(1);
        add(t, d, e, x, derived ? Kind.FOLDED : Kind.STATED);
    }

    private void foldedWhere(boolean whole, int t, int d, int e, int x) {
        if (whole) {
            add(t, d, e, x, Kind.FOLDED);
        }
    }

    private void expertAlone(int t, int e) {
        add(t, e, e, t, t == 1 ? Kind.FOLDED : Kind.PRODUCT);
        if (t % e == 0) {
            add(t, 1, e, t / e, Kind.ONE_GROUP);
        }
        if (e % t == 0) {
            add(t, e / t, e, 1, Kind.WHOLE_EXPERTS);
        }
    }

    /** SGLang and TensorRT-LLM count attention copies in their tensor degree; vLLM and training frameworks do not. */
    private void tensorCountsAll() {
        boolean possible = !(problem.workload() instanceof Training)
                && problem.assumptions().engine().filter(Engine.VLLM::equals).isEmpty()
                && draft.form() != Form.PRODUCT
                && tensor.isPresent()
                && data.isPresent()
                && data.getAsInt() > 1
                && tensor.getAsInt() % data.getAsInt() == 0;
        if (!possible) {
            return;
        }
        int t = tensor.getAsInt() / data.getAsInt();
        int d = data.getAsInt();
        int stage = tensor.getAsInt();
        if (dense) {
            add(t, d, expert.orElse(1), expertTensor.orElse(1), Kind.TENSOR_COUNTS_ALL);
        } else if (expert.isPresent()) {
            int split = expertTensor.orElse(Math.max(1, stage / expert.getAsInt()));
            addWhereFull(t, d, expert.getAsInt(), split, Kind.TENSOR_COUNTS_ALL);
        } else {
            int split = expertTensor.orElse(stage);
            addWhereFull(t, d, stage / split, split, Kind.TENSOR_COUNTS_ALL);
        }
    }

    /** Megatron's data-parallel degree: copies of the attention part, of which some hold the same experts. */
    private void dataCountsAll() {
        if (!training || data.isEmpty() || expertData.isPresent() || draft.form() == Form.PRODUCT) {
            return;
        }
        int t = tensor.orElse(1);
        int e = expert.orElse(1);
        int copies = times(
                times(data.getAsInt(), draft.get(DegreeName.REPLICAS).orElse(1)),
                draft.get(DegreeName.CONTEXT).orElse(1));
        List<Integer> splits = expertTensor.isPresent() ? List.of(expertTensor.getAsInt()) : List.of(1, t);
        for (int split : splits) {
            // Experts on a part of a tensor group, and as many groups as whole copies of the experts fill.
            int inside = Cut.leastData(t, times(e, split));
            boolean stated = expertTensor.isPresent() || times(e, split) % t == 0;
            if (stated && copies % inside == 0 && inside != data.getAsInt()) {
                DegreesDraft copied = withReplicas(copies / inside);
                addTo(copied, t, inside, e, split, Kind.DATA_COUNTS_ALL);
            }
        }
    }

    /** Instances where each copy of data parallelism is one: as many times those stated as the cluster and the requests fill. */
    private int apart() {
        int copies = data.orElse(1);
        long gpus = (long) tensor.orElse(1)
                * copies
                * draft.get(DegreeName.PIPELINE).orElse(1);
        int held = (int) Math.max(1, problem.cluster().gpus() / gpus);
        OptionalInt asked = problem.workload().stepSequences();
        int filled = asked.isPresent() ? Math.max(1, Math.min(held, asked.getAsInt() / copies)) : held;
        return times(copies, draft.get(DegreeName.REPLICAS).orElse(filled));
    }

    private DegreesDraft withReplicas(int replicas) {
        Map<DegreeName, Integer> stated = new EnumMap<>(draft.stated());
        stated.put(DegreeName.REPLICAS, replicas);
        return new DegreesDraft(stated, draft.recomputation(), draft.form());
    }

    /** Copies of the experts on parts of the tensor groups, where that is what fills a stage of training; else 1. */
    private int expertData(int t, int d, int e, int x) {
        int stage = times(t, d);
        int copy = times(e, x);
        boolean parts = training && !dense && stage % copy == 0;
        return parts && Cut.leastData(t, copy) == d ? stage / copy : 1;
    }

    private void addWhereFull(int t, int d, int e, int x, Kind kind) {
        if ((long) e * x == (long) t * d) {
            add(t, d, e, x, kind);
        }
    }

    private void add(int t, int d, int e, int x, Kind kind) {
        addTo(draft, t, d, e, x, kind);
    }

    private void addTo(DegreesDraft base, int t, int d, int e, int x, Kind kind) {
        Map<DegreeName, Integer> whole = new EnumMap<>(DegreeName.class);
        whole.putAll(base.stated());
        whole.put(DegreeName.TENSOR, t);
        whole.put(DegreeName.DATA, d);
        whole.put(DegreeName.EXPERT, e);
        whole.put(DegreeName.EXPERT_TENSOR, x);
        whole.putIfAbsent(DegreeName.EXPERT_DATA, expertData(t, d, e, x));
        whole.putIfAbsent(DegreeName.PIPELINE, 1);
        DegreesDraft read = new DegreesDraft(whole, base.recomputation(), base.form());
        if (readings.stream().noneMatch(known -> known.draft().equals(read))) {
            readings.add(new Reading(read, kind));
        }
    }
}
