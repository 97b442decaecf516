package dev.meshwright.launch.export.shell;

import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Flag;
import dev.meshwright.launch.export.Ordered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options of a plan as words without a shell: ports, ranks and addresses are for whatever starts them. */
public final class WorkerWords {

    private static final Set<Meaning> FILES = Set.of(Meaning.CONFIG_FILE, Meaning.EXPERT_MAP);

    private WorkerWords() {}

    /**
     * Arguments of a Dynamo worker.
     *
     * @param folder where files that options name lie
     */
    public static List<String> ofDynamo(Ordered ordered, Exported exported, String folder) {
        OptionBook.Worker worker = ordered.book().start().worker().orElseThrow();
        List<String> words = new ArrayList<>(List.of("--" + worker.model(), ordered.checkpoint()));
        for (Flag flag : exported.flags()) {
            Optional<Meaning> means = flag.option().means();
            if (means.filter(Meaning.CONFIG_FILE::equals).isPresent()) {
                words.addAll(List.of("--" + worker.settings(), folder + "/" + flag.value()));
            }
        }
        boolean states = exported.flags().stream().anyMatch(flag -> is(flag, Meaning.ROLE));
        if (!states) {
            ordered.role().ifPresent(role -> ordered.book()
                    .of(Meaning.ROLE, ordered.version())
                    .ifPresent(option -> words.addAll(List.of(option.flag().replace('_', '-'), role.label()))));
        }
        words.addAll(CommandLine.words(exported.flags().stream()
                .filter(flag -> !is(flag, Meaning.MODEL) && !is(flag, Meaning.CONFIG_FILE))
                .map(flag -> within(folder, flag))
                .toList()));
        return words;
    }

    /** Arguments behind those that a chart writes by itself: the model, tensor ranks and copies of attention. */
    public static List<String> ofChart(Exported exported, Set<Meaning> written, String folder) {
        return CommandLine.words(exported.flags().stream()
                .filter(flag -> flag.option().means().filter(written::contains).isEmpty())
                .map(flag -> within(folder, flag))
                .toList());
    }

    private static boolean is(Flag flag, Meaning meaning) {
        return flag.option().means().filter(meaning::equals).isPresent();
    }

    private static Flag within(String folder, Flag flag) {
        EngineOption option = flag.option();
        return option.means().filter(FILES::contains).isPresent()
                ? new Flag(option, folder + "/" + flag.value(), flag.why())
                : flag;
    }
}
