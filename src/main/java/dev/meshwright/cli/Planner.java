package dev.meshwright.cli;

import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.Placers;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.time.Duration;
import java.util.Optional;

/** The workbench for commands that place and measure themselves. */
record Planner(Workbench workbench, Placers placers) {

    Planner(AnswerOptions options, Terminal terminal) {
        this(options.seed(), options.timeLimit(), terminal);
    }

    Planner(long seed, Optional<Duration> timeLimit, Terminal terminal) {
        this(new Workbench(), new Effort(seed, timeLimit), terminal);
    }

    private Planner(Workbench workbench, Effort effort, Terminal terminal) {
        this(workbench, workbench.placers(effort, new Watch(event -> {}, terminal.interrupted())));
    }

    EfficiencySource fitted() {
        return workbench.fitted();
    }

    Question question(Problem problem) {
        return workbench.question(problem, Constants.STANDARD);
    }

    LayoutPlacer placer(CostModel costModel) {
        return placers.thorough(costModel);
    }
}
