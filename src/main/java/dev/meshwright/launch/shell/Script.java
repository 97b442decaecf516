package dev.meshwright.launch.shell;

import dev.meshwright.launch.Findings;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.shell.syntax.Installs;
import dev.meshwright.launch.shell.syntax.Parser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What running scripts would start, found by interpreting them: no program is run, nothing is read but the files that were
 * given.
 */
public final class Script {

    private final List<LaunchFile> given;
    private final Findings findings;
    private final Map<String, String> set;
    private final Doubts doubts;
    private final Map<String, String> written = new TreeMap<>();
    private final Set<String> called = new LinkedHashSet<>();
    private final List<Call> calls = new ArrayList<>();

    /**
     * @param given files that scripts may call, read or include
     * @param findings takes what cannot be understood
     */
    public Script(List<LaunchFile> given, Findings findings) {
        this(given, findings, Map.of(), new Doubts(Map.of()));
    }

    /**
     * @param given files that scripts may call, read or include
     * @param findings takes what cannot be understood
     * @param set variables that win against what only a program would print
     * @param doubts takes tests whose outcome cannot be known
     */
    public Script(List<LaunchFile> given, Findings findings, Map<String, String> set, Doubts doubts) {
        this.given = List.copyOf(given);
        this.findings = findings;
        this.set = Map.copyOf(set);
        this.doubts = doubts;
    }

    /** What {@code text} starts, which stands in {@code file} from {@code line} on, under that environment. */
    public List<Call> run(String file, String text, int line, Map<String, String> environment) {
        int before = calls.size();
        Variables variables = new Variables(environment);
        new Interpreter(this, file, variables, directives(text)).run(Parser.script(file, text, line, findings));
        return behind(calls.subList(before, calls.size()), Map.of());
    }

    /** The same programs, each behind what those before it have installed. */
    public static List<Call> behind(List<Call> calls, Map<String, String> before) {
        Map<String, String> installed = new TreeMap<>(before);
        List<Call> noted = new ArrayList<>();
        for (Call call : calls) {
            installed.putAll(call.installed());
            installed.putAll(Installs.of(call.words()));
            noted.add(call.behind(installed));
        }
        return List.copyOf(noted);
    }

    /** Options of a batch job that stand in its comments. */
    static List<String> directives(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("#SBATCH"))
                .flatMap(line -> List.of(line.substring(7).strip().split("\\s+")).stream())
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Options of {@code ssh} that take a value (OpenSSH's manual). */
    private static final Set<String> REMOTE_VALUES = Set.of(
            "-B", "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-p", "-Q", "-R",
            "-S", "-W", "-w");

    /** What a shell on another machine is given to run: the words of {@code ssh} behind the host, as one text. */
    static String remote(List<String> words) {
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            at += REMOTE_VALUES.contains(words.get(at)) ? 2 : 1;
        }
        return at + 1 < words.size() ? String.join(" ", words.subList(at + 1, words.size())) : "";
    }

    /** Text of a file that a script wrote or that was given, by its name without folders. */
    public Optional<String> file(String name) {
        String base = new LaunchFile(name, "").baseName();
        String text = written.get(base);
        return text != null ? Optional.of(text) : given(name).map(LaunchFile::text);
    }

    /** The given file of that name; empty where there is none. */
    public Optional<LaunchFile> given(String name) {
        String base = new LaunchFile(name, "").baseName();
        return given.stream().filter(file -> file.baseName().equals(base)).findFirst();
    }

    /** Names of given files that another script calls: they are no launches of their own. */
    public Set<String> called() {
        return Set.copyOf(called);
    }

    /** Notes that something else runs a given file. */
    public void called(LaunchFile file) {
        called.add(file.name());
    }

    void write(String name, String text, boolean append) {
        String base = new LaunchFile(name, "").baseName();
        written.merge(base, text, (before, more) -> append ? before + more : more);
    }

    void start(Call call) {
        calls.add(call);
    }

    Findings findings() {
        return findings;
    }

    Doubts doubts() {
        return doubts;
    }

    /** The value that somebody states for a variable beside the files. */
    Optional<String> set(String variable) {
        return Optional.ofNullable(set.get(variable));
    }
}
