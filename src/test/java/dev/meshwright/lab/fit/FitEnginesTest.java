package dev.meshwright.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.cost.engine.EngineConstants;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Fits the engines' constants to one half of the serving rows and prints them, the errors of both halves, and those of each
 * model, GPU and engine under constants that were fitted without it. Takes minutes; runs with {@code -Dmeshwright.fit=true}.
 */
class FitEnginesTest {

    private static final List<Function<ServingRows.Row, String>> KEPT_APART =
            List.of(ServingRows.Row::model, ServingRows.Row::gpu, ServingRows.Row::engine);

    @Test
    void fitsTheEnginesConstants() {
        assumeTrue(Boolean.getBoolean("meshwright.fit"), "skipped: runs with -Dmeshwright.fit=true");
        List<ServingRows.Row> rows = ServingRows.all();
        EngineConstants fitted = fit(rows.stream().filter(ServingRows.Row::fitted));
        for (String name : EngineFit.names()) {
            System.out.printf(Locale.ROOT, "%s = %.3g%n", name, fitted.value(name));
        }
        print(rows, fitted);
        for (Function<ServingRows.Row, String> kind : KEPT_APART) {
            for (String name : rows.stream().map(kind).distinct().sorted().toList()) {
                EngineConstants without = fit(rows.stream()
                        .filter(row -> row.fitted() && !kind.apply(row).equals(name)));
                System.out.println(ServingErrors.of(rows, without)
                        .line("without " + name, row -> kind.apply(row).equals(name)));
            }
        }
        assertThat(ServingErrors.of(rows, fitted).medianPerToken(row -> true)).isLessThan(7);
    }

    /** The bundled constants are what the fit gives, and hold on the half that it did not see. */
    @Test
    void bundledConstantsHoldOnBothHalves() {
        List<ServingRows.Row> rows = ServingRows.all();
        ServingErrors errors = print(rows, EngineConstants.standard());
        assertThat(errors.medianPerToken(ServingRows.Row::fitted)).isLessThan(6);
        assertThat(errors.meanPerToken(ServingRows.Row::fitted)).isLessThan(9);
        assertThat(errors.medianPerToken(row -> !row.fitted())).isLessThan(6.5);
        assertThat(errors.meanPerToken(row -> !row.fitted())).isLessThan(9);
        assertThat(errors.medianFirstToken(row -> true)).isLessThan(16);
        assertThat(errors.meanFirstToken(row -> true)).isLessThan(24);
    }

    private static EngineConstants fit(Stream<ServingRows.Row> rows) {
        return new EngineFit(rows.map(ServingRows.Row::measured).toList(), ServingRows.CATALOGUES)
                .fitted(EngineConstants.standard());
    }

    private static ServingErrors print(List<ServingRows.Row> rows, EngineConstants constants) {
        ServingErrors errors = ServingErrors.of(rows, constants);
        System.out.println("| rows | count | TPOT median | mean | TTFT median | mean |");
        System.out.println(errors.line("all", row -> true));
        System.out.println(errors.line("fitted half", ServingRows.Row::fitted));
        System.out.println(errors.line("other half", row -> !row.fitted()));
        rows.stream()
                .map(ServingRows.Row::model)
                .distinct()
                .sorted()
                .forEach(model ->
                        System.out.println(errors.line(model, row -> row.model().equals(model))));
        return errors;
    }
}
