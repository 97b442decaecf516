package dev.meshwright.lab.fit;

import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.lab.error.Half;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.PredictedRow;
import dev.meshwright.lab.serving.MeasuredServing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * The engines' constants, fitted to campaigns of serving measurements: model, GPU, engine and harness.
 *
 * <p>Of each campaign at most {@value #MOST_ROWS} rows are used, those of the fitted half with the smallest digests: a campaign
 * does not count for more because it was measured more often, and its other rows stay unseen. What the constants are worth is
 * seen on campaigns that are left out: constants without a campaign predict its rows, all of them.
 */
public final class CampaignFit {

    /** Rows of a campaign that are used. A trade of minutes; more change no constant by more than campaigns differ. */
    static final int MOST_ROWS = 30;

    private final EngineFit fit;
    private final LeastSquares.Solution all;
    private final List<EngineFit.Row> rows;
    private final Catalogues catalogues;
    private final Map<String, EngineConstants> without = new HashMap<>();

    private CampaignFit(EngineFit fit, List<EngineFit.Row> rows, Catalogues catalogues) {
        this.fit = fit;
        this.all = fit.fitted();
        this.rows = rows;
        this.catalogues = catalogues;
    }

    /**
     * Fits all constants that have an expectation.
     *
     * @param measured rows of any kind, of which those of serving are used
     */
    public static CampaignFit of(List<MeasuredRow> measured, Catalogues catalogues) {
        return of(measured, EngineExpectation.ALL, catalogues);
    }

    /** Fits {@code free} alone; all others stay as {@code catalogues} have them. */
    static CampaignFit of(List<MeasuredRow> measured, List<EngineExpectation> free, Catalogues catalogues) {
        List<EngineFit.Row> rows = new ArrayList<>();
        sample(measured)
                .forEach((campaign, those) ->
                        those.forEach(row -> MeasuredServing.of(row.source().cells(), catalogues)
                                .ifPresent(served -> rows.add(new EngineFit.Row(campaign, served)))));
        return new CampaignFit(new EngineFit(rows, free, catalogues.engines(), catalogues), rows, catalogues);
    }

    /** The rows of each campaign that a fit uses. */
    static Map<String, List<MeasuredRow>> sample(List<MeasuredRow> measured) {
        Map<String, List<MeasuredRow>> campaigns = new TreeMap<>();
        for (MeasuredRow row : measured) {
            if (row instanceof MeasuredRow.Served served
                    && Half.even(row.source().cells().getOrDefault("id", ""))) {
                campaigns
                        .computeIfAbsent(served.campaign(), unused -> new ArrayList<>())
                        .add(row);
            }
        }
        Map<String, List<MeasuredRow>> sample = new LinkedHashMap<>();
        campaigns.forEach((campaign, those) -> sample.put(campaign, RowSample.of(those, MOST_ROWS)));
        return sample;
    }

    /** Rows that the fit used. */
    public int used() {
        return rows.size();
    }

    /** The constants fitted to all campaigns. */
    public EngineConstants fitted() {
        return fit.constants(all.parameters());
    }

    /** The constants fitted to all campaigns but {@code campaign}. */
    EngineConstants without(String campaign) {
        return without.computeIfAbsent(
                campaign, left -> fit.constants(fit.without(left::equals, all, parameter -> true)));
    }

    EngineFit fit() {
        return fit;
    }

    LeastSquares.Solution all() {
        return all;
    }

    /**
     * {@code standard} with its serving rows predicted anew, each by the constants that were fitted without its campaign.
     *
     * @param progress told how many rows are done
     */
    public Validation leftOut(Validation standard, IntConsumer progress) {
        List<PredictedRow> predicted = new ArrayList<>();
        for (PredictedRow row : standard.rows()) {
            predicted.add(
                    row.row() instanceof MeasuredRow.Served served
                            ? new PredictedRow(served, served.predict(catalogues.with(without(served.campaign()))))
                            : row);
            progress.accept(predicted.size());
        }
        return new Validation(standard.kind(), predicted);
    }
}
