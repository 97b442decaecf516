package dev.meshwright.facts.engine.option;

import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.facts.engine.EngineVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The options of one engine, in all releases that are known; read from a data file, see {@code engines/options}. */
public final class OptionBook {

    private final String engine;
    private final List<EntryPoint> entries;
    private final List<EngineOption> options;
    private final List<EngineOption> environment;
    private final Pattern layoutNames;
    private final Start start;
    private final ReleaseMarks releases;
    private final Map<String, EngineOption> byName = new HashMap<>();

    /**
     * @param engine its label
     * @param entries how it is started
     * @param options of its command lines and files
     * @param environment variables that it reads
     * @param layoutNames names that would change a layout if somebody knew them
     * @param start how somebody starts it who writes launch files
     * @param releases by what a launch says its release
     */
    public OptionBook(
            String engine,
            List<EntryPoint> entries,
            List<EngineOption> options,
            List<EngineOption> environment,
            Pattern layoutNames,
            Start start,
            ReleaseMarks releases) {
        this.engine = engine;
        this.entries = List.copyOf(entries);
        this.options = List.copyOf(options);
        this.environment = List.copyOf(environment);
        this.layoutNames = layoutNames;
        this.start = start;
        this.releases = releases;
        for (EngineOption option : options) {
            byName.put(plain(option.name()), option);
            option.aliases().forEach(alias -> byName.put(plain(alias), option));
        }
    }

    /**
     * A way of starting the engine.
     *
     * @param words that stand one behind the other in the command
     * @param modelNext whether the model stands behind them without an option
     * @param images names of containers that start it without a command; empty for none
     * @param defaults by meaning, where they differ from those of the engine itself
     * @param environment variables that this way alone reads
     * @param server whether a model is served or trained so; else something beside servers is started, such as a router
     */
    public record EntryPoint(
            List<String> words,
            boolean modelNext,
            String images,
            Map<String, String> defaults,
            List<EngineOption> environment,
            boolean server) {
        public EntryPoint {
            words = List.copyOf(words);
            defaults = Map.copyOf(defaults);
            environment = List.copyOf(environment);
        }

        /** Options that stand without any program. */
        public static final EntryPoint NONE = new EntryPoint(List.of(), false, "", Map.of(), List.of(), true);
    }

    /**
     * How the engine is started.
     *
     * @param program words of the command
     * @param modelNext whether the model stands behind them without an option
     * @param launcher words in front of it: of a training always, of a server on several nodes; none where the engine has
     *     options of its own for those
     * @param image container that has it, its release, of three numbers, marked {@code {version}}; empty where none is known
     * @param settingsWin whether what a file of settings says wins against the command line that names it
     * @param worker how Dynamo's operator starts it; empty where it does not
     */
    public record Start(
            List<String> program,
            boolean modelNext,
            List<String> launcher,
            String image,
            boolean settingsWin,
            Optional<Worker> worker) {

        /** The word of a launcher that stands for the number of ranks. */
        public static final String RANKS = "{ranks}";

        public Start {
            program = List.copyOf(program);
            launcher = List.copyOf(launcher);
        }
    }

    /**
     * How a worker of Dynamo starts the engine.
     *
     * @param program words of the command
     * @param model name of the option for the weights
     * @param settings name of the option for a file of settings; empty where the engine needs none
     * @param image container that has both
     */
    public record Worker(List<String> program, String model, String settings, String image) {
        public Worker {
            program = List.copyOf(program);
        }
    }

    /** By what a launch says its release. */
    public ReleaseMarks releases() {
        return releases;
    }

    /** How it is started. */
    public Start start() {
        return start;
    }

    /** The engine's label. */
    public String engine() {
        return engine;
    }

    /** How it is started. */
    public List<EntryPoint> entries() {
        return entries;
    }

    /** All options. */
    public List<EngineOption> options() {
        return options;
    }

    /** Variables of the environment that it reads. */
    public List<EngineOption> environment() {
        return environment;
    }

    /** The option of that name or alias, dashes and underscores being the same; empty where there is none. */
    public Optional<EngineOption> find(String name) {
        return Optional.ofNullable(byName.get(plain(name)));
    }

    /** The only option whose name begins so, as argparse takes them; empty where there is none or more than one. */
    public Optional<EngineOption> abbreviated(String name) {
        String start = plain(name);
        List<EngineOption> found = start.length() < 3
                ? List.of()
                : byName.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(start)
                                && entry.getKey().indexOf('.') < 0)
                        .map(Map.Entry::getValue)
                        .distinct()
                        .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The first option that means that; empty where the engine has none. */
    public Optional<EngineOption> of(Meaning meaning) {
        return options.stream()
                .filter(option -> option.means().filter(meaning::equals).isPresent())
                .findFirst();
    }

    /** The option of a release that means that, a variable of the environment where no other does; empty where it has none. */
    public Optional<EngineOption> of(Meaning meaning, Optional<EngineVersion> version) {
        return written(version, option -> option.means().filter(meaning::equals).isPresent());
    }

    /** The option of a release that is written for that; empty where it has none. */
    public Optional<EngineOption> of(Purpose purpose, Optional<EngineVersion> version) {
        return written(
                version, option -> option.purpose().filter(purpose::equals).isPresent());
    }

    private Optional<EngineOption> written(Optional<EngineVersion> version, Predicate<EngineOption> wanted) {
        return Stream.concat(options.stream(), environment.stream())
                .filter(option -> option.invalid().isEmpty() && holds(option, version))
                .filter(wanted)
                .findFirst();
    }

    /** Whether a release has an option and, for a key, the mapping that it belongs to. */
    private boolean holds(EngineOption option, Optional<EngineVersion> version) {
        int dot = option.name().indexOf('.');
        return option.versions().holds(version)
                && (dot < 0
                        || find(option.name().substring(0, dot))
                                .filter(mapping -> mapping.versions().holds(version))
                                .isPresent());
    }

    /** Whether it is a variable of the environment. */
    public boolean inEnvironment(EngineOption option) {
        return environment.contains(option);
    }

    /** The flag of a meaning, as messages name it: {@code --tensor-parallel-size}; the meaning where there is none. */
    public String flag(Meaning meaning) {
        return of(meaning).map(EngineOption::flag).orElse(meaning.label());
    }

    /** Whether it trains: then whatever starts it says how many ranks there are. */
    public boolean trains() {
        return of(Meaning.GLOBAL_BATCH).isPresent();
    }

    /** Whether an unknown name looks like one that cuts or copies the model, or like a slip of one that does. */
    public boolean changesLayout(String name) {
        List<String> cuts = options.stream()
                .filter(option -> option.means().filter(Meaning::cuts).isPresent())
                .map(EngineOption::name)
                .toList();
        return layoutNames.matcher(plain(name)).find()
                || !NearNames.among(plain(name), cuts, 1).isEmpty();
    }

    /** Whether an unknown name is most likely a slip of one that the engine has: a letter or two of many are other ones. */
    public boolean slip(String name) {
        String plain = plain(name);
        List<String> near = NearNames.among(plain, byName.keySet(), 1);
        return !near.isEmpty()
                && NearNames.distance(plain.replace("-", ""), near.getFirst().replace("-", ""))
                        <= Math.min(2, plain.length() / LETTERS_OF_A_SLIP);
    }

    /** Letters of a name in which one slip is likelier than another name. */
    private static final int LETTERS_OF_A_SLIP = 6;

    /** A sentence with the nearest known name. */
    public String maybe(String name) {
        String near =
                NearNames.maybe(name, options.stream().map(EngineOption::name).toList());
        return near.isEmpty() ? "" : near.replace("Maybe ", "Maybe --");
    }

    private static String plain(String name) {
        return name.replaceFirst("^-+", "").replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
