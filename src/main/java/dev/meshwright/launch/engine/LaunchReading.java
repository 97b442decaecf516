package dev.meshwright.launch.engine;

import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.launch.Findings;
import dev.meshwright.launch.Place;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.ModelShelf;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.option.Options;
import dev.meshwright.launch.option.Server;
import dev.meshwright.launch.option.Setting;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import dev.meshwright.launch.pool.PoolLayout;
import dev.meshwright.launch.pool.Refusal;
import dev.meshwright.launch.rule.LaunchRules;
import dev.meshwright.launch.shell.Unset;
import dev.meshwright.launch.source.Deployment;
import dev.meshwright.launch.source.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes a launch of servers: what their options mean, and what the rules say of them. */
public final class LaunchReading {

    private final Map<String, OptionBook> books = new LinkedHashMap<>();
    private final ModelShelf shelf;
    private final Asked asked;
    private final Findings findings;
    private final Set<String> read = new LinkedHashSet<>();
    private final Set<String> defaulted = new LinkedHashSet<>();
    private final Set<String> ignored = new LinkedHashSet<>();
    private final List<Refusal> refusals = new ArrayList<>();

    /** @param findings takes what keeps a launch from being read */
    public LaunchReading(List<OptionBook> books, ModelShelf shelf, Asked asked, Findings findings) {
        books.forEach(book -> this.books.put(book.engine(), book));
        this.shelf = shelf;
        this.asked = asked;
        this.findings = findings;
    }

    /**
     * The launch of {@code servers}.
     *
     * @param files that were read, for messages
     * @throws dev.meshwright.base.fault.InvalidInputException with everything that keeps it from being read
     */
    public Launch read(List<Server> servers, List<String> files) {
        if (servers.isEmpty() && findings.none()) {
            findings.add(
                    new Place(String.join(", ", files), 0),
                    "",
                    "starts no engine that is known",
                    "Maybe a command such as vllm serve, sglang.launch_server, trtllm-serve or torchrun pretrain_gpt.py is missing.");
        }
        List<Pool> pools = servers.stream().map(this::pool).toList();
        oneOfEach(servers, pools);
        findings.throwIfAny();
        Server first = servers.getFirst();
        return new Launch(
                first.engine(),
                first.version().map(Object::toString),
                pools,
                List.copyOf(read),
                List.copyOf(defaulted),
                List.copyOf(ignored),
                refusals);
    }

    /** Pools serve one model by one engine; two of them are two launches. */
    private void oneOfEach(List<Server> servers, List<Pool> pools) {
        for (int i = 1; i < pools.size(); i++) {
            Pool pool = pools.get(i);
            if (!servers.get(i).engine().equals(servers.getFirst().engine())) {
                findings.add(
                        pool.place(),
                        servers.get(i).engine(),
                        "is a second engine beside " + servers.getFirst().engine(),
                        "Maybe import them one by one.");
            } else if (!name(pool).equals(name(pools.getFirst()))) {
                findings.add(
                        pool.place(),
                        name(pool),
                        "is a second model beside " + name(pools.getFirst()),
                        "Maybe import them one by one.");
            }
        }
    }

    private static String name(Pool pool) {
        return pool.facts().map(ModelFacts::name).or(pool::model).orElse("");
    }

    private static EngineLaunch engine(String label) {
        return switch (label) {
            case "vllm" -> new VllmLaunch();
            case "sglang" -> new SglangLaunch();
            case "tensorrt-llm" -> new TensorRtLaunch();
            case "megatron" -> new MegatronLaunch();
            default -> throw new IllegalArgumentException("no engine is called " + label);
        };
    }

    private Pool pool(Server server) {
        OptionBook book = books.get(server.engine());
        if (book == null) {
            throw new IllegalArgumentException("no options are known of " + server.engine());
        }
        Options options = new Options(server, book, findings);
        EngineLaunch engine = engine(server.engine());
        ModelNaming naming = new ModelNaming(options, asked.model(), shelf);
        Optional<ModelFacts> facts = naming.facts();
        Deployment around = server.deployment();
        Role role = engine.role(options).or(around::role).orElse(Role.ALL);
        PoolLayout layout = engine.layout(options, facts);
        boolean training = server.engine().equals("megatron");
        Pool pool = new Pool(
                role,
                naming.name().or(() -> facts.map(ModelFacts::name)),
                facts,
                asked.gpu().or(() -> options.text(Meaning.GPU)).or(around::gpu),
                layout,
                naming.name().isEmpty() || naming.facts().isEmpty()
                        ? naming.format(options).or(asked::weights)
                        : format(naming, options),
                options.text(Meaning.CACHE_FORMAT),
                engine.limits(options),
                engine.redundantExperts(options, facts),
                engine.balancer(options),
                engine.speculation(options),
                engine.training(options),
                given(options, training, layout),
                server.place());
        refusals.addAll(LaunchRules.judge(
                pool,
                options,
                changes -> engine.layout(new Options(server.with(changes, book), book, new Findings()), facts)));
        notes(options, facts, pool);
        return pool;
    }

    private Optional<WeightFormat> format(ModelNaming naming, Options options) {
        boolean files = options.states(Meaning.MODEL) || options.states(Meaning.SERVED_NAME);
        return files ? naming.format(options) : asked.weights().or(() -> naming.format(options));
    }

    /** GPUs that stand ready for a server: nodes by GPUs; all ranks of a training. */
    private static OptionalInt given(Options options, boolean training, PoolLayout layout) {
        if (training) {
            int least = layout.tensor() * layout.prefillContext() * layout.pipeline();
            return OptionalInt.of(MegatronLaunch.world(options, least));
        }
        Deployment around = options.server().deployment();
        return around.gpusPerNode().isPresent()
                ? OptionalInt.of(
                        around.gpusPerNode().getAsInt() * around.nodes().orElse(1))
                : OptionalInt.empty();
    }

    private void notes(Options options, Optional<ModelFacts> facts, Pool pool) {
        Set<Setting> used = options.read();
        for (Setting setting : options.server().settings()) {
            String line = setting.place().text() + ": " + Unset.shown(setting.text());
            boolean means = setting.option().flatMap(EngineOption::means).isPresent()
                    || setting.option()
                            .flatMap(EngineOption::purpose)
                            .filter(Purpose.VISIBLE_GPUS::equals)
                            .isPresent();
            if (setting.value().equals("{}")) {
                // Its keys are settings of their own.
                continue;
            }
            if (setting.option().isEmpty() && !unknown(options, setting)) {
                ignored.add(line + " (not known)");
            } else if (used.contains(setting) || means) {
                read.add(line);
            } else if (setting.option().isPresent()) {
                ignored.add(line);
            }
        }
        defaulted.addAll(options.defaulted());
        if (options.server().version().isEmpty()) {
            defaulted.add("the newest release of " + options.server().engine() + " that is known");
        }
        if (facts.isEmpty()) {
            String name = pool.model().map(known -> " " + known).orElse("");
            defaulted.add("nothing is known of the model" + name + ": its sizes are not judged. "
                    + pool.model().map(shelf::maybe).orElse("Maybe say --model NAME."));
        }
        if (options.server().engine().equals("megatron")
                && !options.states(Meaning.BF16)
                && !options.states(Meaning.FP16)
                && !options.states(Meaning.PRECISION)) {
            defaulted.add("weights of BF16: neither --bf16 nor --fp16 is there, without which Megatron trains in FP32");
        }
    }

    /** Whether an option that nobody knows may change the layout, so that nothing can be said without it. */
    private boolean unknown(Options options, Setting setting) {
        String name = setting.written().replaceFirst("^-+", "");
        boolean nested = name.indexOf('.') > 0;
        boolean changes = !nested && options.book().changesLayout(name);
        boolean slip = !nested
                && !changes
                && setting.written().startsWith("-")
                && options.book().slip(name);
        if (slip) {
            findings.add(
                    setting.place(),
                    Unset.shown(setting.text()),
                    "is no option of " + options.server().engine() + " that is known, and is near to one that is",
                    options.book().maybe(name));
        }
        if (changes) {
            findings.add(
                    setting.place(),
                    Unset.shown(setting.text()),
                    "is no option of " + options.server().engine()
                            + " that is known, and by its name it changes the layout",
                    options.book().maybe(name));
        }
        return changes || slip;
    }
}
