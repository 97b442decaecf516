package dev.meshwright.workbench;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.patience.Patience;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Model;
import dev.meshwright.io.catalogue.FittedConstants;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.error.report.ErrorReport;
import dev.meshwright.lab.error.report.LeftOut;
import dev.meshwright.lab.error.report.ValidationAnswer;
import dev.meshwright.lab.fit.CalibrationAnswer;
import dev.meshwright.lab.fit.CampaignFit;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Foretold;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.PredictedRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Predicts measured rows with the catalogues that come with Meshwright, each model read once. */
final class Measuring {

    private static final int MOST_REASONS = 20;

    private static final Pattern UNKNOWN = Pattern.compile("unknown (model|GPU) (.+)");

    private final Constants constants;
    private final Catalogues catalogues;
    private final Function<Path, Foretold.Source> plans;
    private final Watch watch;

    Measuring(Constants constants, Function<Path, Foretold.Source> plans, EfficiencySource fitted, Watch watch) {
        this.plans = plans;
        Map<String, Optional<Model>> models = new ConcurrentHashMap<>();
        this.constants = constants;
        this.catalogues = new Catalogues(
                        name -> models.computeIfAbsent(
                                name,
                                unused -> ModelCatalogue.standard().find(name).map(ModelCatalogue.Entry::model)),
                        name -> GpuCatalogue.standard().find(name),
                        fitted)
                .with(constants.calibration());
        this.watch = watch;
    }

    ValidationAnswer validated(List<Measurements> files, boolean leaveOut, int worst) {
        Map<String, Validation> validations = new LinkedHashMap<>();
        List<Fault> unpredictable = new ArrayList<>();
        for (Measurements file : files) {
            Validation validation = predicted(file);
            unpredictable.addAll(unpredictable(file.file(), validation));
            validations.put(name(file.file(), validations.keySet()), validation);
        }
        Map<String, ErrorReport> reports = new LinkedHashMap<>();
        validations.forEach((name, validation) -> reports.put(name, ErrorReport.of(validation, worst)));
        return new ValidationAnswer(
                validations,
                reports,
                leaveOut ? Patience.within(watch.cancelled(), () -> leftOut(validations)) : Optional.empty(),
                FittedConstants.counts(),
                constants.notes(gpus(validations.values())),
                unpredictable);
    }

    /** Whether the constants that come with Meshwright were fitted to serving rows of a file. */
    private static boolean fittedServing(Validation validation) {
        return validation.fitted()
                && validation.rows().stream().anyMatch(row -> row.row() instanceof MeasuredRow.Served);
    }

    /**
     * Serving predicted by constants that were fitted without its campaign; other rows stay as they are. Where files are among
     * those that the constants come from, only they are fitted to and left out; the others stay unseen.
     */
    private LeftOut leftOut(Map<String, Validation> validations) {
        say("fitting constants to all campaigns");
        boolean ours = validations.values().stream().anyMatch(Measuring::fittedServing);
        List<MeasuredRow> rows = validations.values().stream()
                .filter(validation -> !ours || validation.fitted())
                .flatMap(validation -> validation.rows().stream())
                .map(PredictedRow::row)
                .toList();
        CampaignFit fit = CampaignFit.of(rows, catalogues);
        Map<String, Validation> left = new LinkedHashMap<>();
        validations.forEach((name, validation) -> {
            if (!ours || validation.fitted()) {
                left.put(
                        name,
                        fit.leftOut(
                                validation,
                                done -> say(Figures.count(done) + " rows of " + name
                                        + " predicted without their campaign")));
            }
        });
        return LeftOut.of(fit.used(), left);
    }

    /** A first fit where patience was over before the whole one, nothing where it was over before that. */
    Optional<CalibrationAnswer> calibrated(Measurements measurements) {
        Validation standard = predicted(measurements);
        if (standard.stopped()) {
            return Optional.empty();
        }
        Optional<CalibrationAnswer> first = Patience.within(
                        watch.cancelled(),
                        () -> CalibrationAnswer.first(
                                measurements.file(), standard, catalogues, steps("a first fit to a few rows")))
                .flatMap(answer -> answer);
        return Patience.within(
                        watch.cancelled(),
                        () -> CalibrationAnswer.of(measurements.file(), standard, catalogues, steps("trying factors")))
                .or(() -> first);
    }

    private Runnable steps(String doing) {
        AtomicInteger steps = new AtomicInteger();
        return () -> say(doing + ", " + Figures.number(steps.incrementAndGet(), "step") + " done");
    }

    private Validation predicted(Measurements measurements) {
        String all = " of " + Figures.number(measurements.table().rows().size(), "row");
        return Validation.of(
                measurements.kind(),
                measurements.rows(),
                catalogues.with(plans.apply(measurements.file())),
                done -> say(Figures.count(done) + all + " predicted"),
                watch.cancelled());
    }

    private void say(String doing) {
        watch.events().accept(new Event.Begun(doing));
    }

    /** Catalogue names of the GPUs of all rows. */
    private List<String> gpus(Collection<Validation> validations) {
        return validations.stream()
                .flatMap(validation ->
                        validation.rows().stream().flatMap(row -> row.row().source().gpu().apply(catalogues).stream()))
                .map(Gpu::name)
                .distinct()
                .sorted()
                .toList();
    }

    /** Why nothing of a file can be predicted; none where something can. */
    private static List<Fault> unpredictable(Path file, Validation validation) {
        List<Fault> faults = new ArrayList<>();
        if (validation.predicted() == 0 && !validation.stopped()) {
            validation.unpredicted().keySet().stream()
                    .limit(MOST_REASONS)
                    .forEach(reason -> faults.add(
                            new Fault(file.toString(), "", "", "no row can be predicted: " + reason, maybe(reason))));
            int others = validation.unpredicted().size() - faults.size();
            if (others > 0) {
                faults.add(new Fault(file.toString(), "", "", Figures.number(others, "more reason"), ""));
            }
        }
        return faults;
    }

    /** A guess at what a name means that {@code reason} calls unknown; empty without one. */
    private static String maybe(String reason) {
        Matcher matcher = UNKNOWN.matcher(reason);
        if (!matcher.matches()) {
            return "";
        }
        return matcher.group(1).equals("GPU")
                ? GpuCatalogue.standard().maybe(matcher.group(2).replace('_', '-'))
                : ModelCatalogue.standard().maybe(matcher.group(2));
    }

    /** The name of a file, with a number where another file has the same. */
    private static String name(Path file, Set<String> taken) {
        String name = String.valueOf(file.getFileName());
        String numbered = name;
        for (int number = 2; taken.contains(numbered); number++) {
            numbered = name + " (" + number + ")";
        }
        return numbered;
    }
}
