package dev.meshwright.cost.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostLaunchesTest {

    private static final GroupedQueryAttention ATTENTION = new GroupedQueryAttention(8, 2, 128);
    private static final Layer DENSE = new Layer(ATTENTION, new Dense(4096, true, false));

    private static HostLaunches host(Execution execution, boolean fixedCapacity) {
        TrainingRecipe recipe = new TrainingRecipe(
                true, true, false, false, false, false, true, false, false, fixedCapacity, Scaling.BLOCK, execution);
        return HostLaunches.of(recipe, TrainingConstants.standard());
    }

    @Test
    void burstsOfLaunchesCostMoreThanTheLongerOfTheTwo() {
        TrainingRecipe recipe = new TrainingRecipe(
                true, true, false, false, false, false, true, false, false, false, Scaling.BLOCK, Execution.FUSED);
        HostLaunches squares =
                HostLaunches.of(recipe, TrainingConstants.standard().with(Map.of("host.evenness", 2.0)));
        assertThat(squares.beside(3, 4)).isCloseTo(5, within(1e-12));
        assertThat(squares.beside(4, 3)).isCloseTo(5, within(1e-12));
        assertThat(squares.beside(4, 0)).isEqualTo(4);
        assertThat(squares.beside(0, 0)).isZero();
    }

    @Test
    void narrowProductsNeedMoreLaunches() {
        HostLaunches host = host(Execution.FUSED, false);
        double more = TrainingConstants.standard().value("host.narrowLaunches");
        assertThat(host.seconds(DENSE, 0, true)).isCloseTo(more * host.seconds(DENSE, 0, false), within(1e-15));
        assertThat(more).isGreaterThan(1);
    }

    @Test
    void onlyDroplessRoutingOutsideGraphsWaits() {
        Layer mixture = new Layer(ATTENTION, new Mixture(16, 2, 512, 0));
        double wait = TrainingConstants.standard().value("routing.waitSeconds");
        assertThat(host(Execution.FUSED, false).waitSeconds(mixture)).isEqualTo(wait);
        assertThat(host(Execution.FUSED, true).waitSeconds(mixture)).isZero();
        assertThat(host(Execution.CAPTURED, false).waitSeconds(mixture)).isZero();
        assertThat(host(Execution.FUSED, false).waitSeconds(DENSE)).isZero();
    }

    @Test
    void theHostLaunchesEveryLocalExpert() {
        TrainingConstants constants = TrainingConstants.standard();
        Layer mixture = new Layer(ATTENTION, new Mixture(16, 2, 512, 0));
        assertThat(host(Execution.FUSED, false).seconds(mixture, 4, true))
                .isCloseTo(
                        constants.value("host.fused.layerSeconds")
                                + constants.value("host.fused.mixtureSeconds")
                                + 4 * constants.value("host.fused.expertSeconds"),
                        within(1e-15));
    }
}
