package dev.meshwright.benchmark;

import dev.meshwright.ExampleProblems;
import dev.meshwright.Problems;
import dev.meshwright.SampledDegrees;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** An example problem with the degrees of its layout space in a random but fixed order. */
final class BoundedProblem {

    private static final long SEED = 1;

    final Problem problem;
    final CostModel costModel;
    final List<Degrees> degrees = new ArrayList<>();

    BoundedProblem(String name) {
        problem = ExampleProblems.read(name);
        costModel = Problems.costModel(problem);
        degrees.addAll(SampledDegrees.of(problem));
        Collections.shuffle(degrees, new Random(SEED));
    }

    /** Degrees that fit into memory, so that all of their bound is computed. */
    List<Degrees> fitting() {
        return degrees.stream()
                .filter(each -> costModel.bound(each).infeasibility() != Infeasibility.MEMORY)
                .toList();
    }
}
