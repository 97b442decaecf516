package dev.meshwright.launch.shell;

import java.util.List;
import java.util.Set;

/** What a shell on another machine is given to run: the words behind the host of {@code ssh}, as one text. */
final class Remote {

    /** Options that take a value (OpenSSH's manual). */
    private static final Set<String> VALUED = Set.of(
            "-B", "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-p", "-Q", "-R",
            "-S", "-W", "-w");

    private Remote() {}

    static String command(List<String> words) {
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            at += VALUED.contains(words.get(at)) ? 2 : 1;
        }
        return at + 1 < words.size() ? String.join(" ", words.subList(at + 1, words.size())) : "";
    }
}
