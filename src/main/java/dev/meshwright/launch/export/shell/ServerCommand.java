package dev.meshwright.launch.export.shell;

import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Flag;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The command that starts the part of a server on a node. */
public final class ServerCommand {

    private static final String INDENT = " \\\n    ";

    private ServerCommand() {}

    /**
     * The command over several lines, its last one open.
     *
     * @param choosing whether it says which GPUs of the node it sees
     * @param further words of shell behind all options
     */
    public static String of(
            Ordered ordered,
            Exported exported,
            NodePart part,
            Addresses addresses,
            boolean choosing,
            List<String> further) {
        OptionBook book = ordered.book();
        List<String> first = new ArrayList<>();
        if (choosing) {
            chosen(book, ordered, part).ifPresent(first::add);
        }
        exported.environment().forEach(flag -> first.add(CommandLine.variable(flag)));
        List<Flag> there = Exported.ofNode(ordered, part, addresses);
        there.stream()
                .filter(flag -> book.inEnvironment(flag.option()))
                .forEach(flag -> first.add(flag.option().name() + "=" + flag.value()));
        List<String> ofNode = CommandLine.raw(there.stream()
                .filter(flag -> !book.inEnvironment(flag.option()))
                .toList());
        List<String> lines = new ArrayList<>();
        if (book.trains()) {
            first.addAll(book.start().launcher());
            first.addAll(ofNode);
            lines.add(ShellWords.line(exported.program()));
            lines.addAll(CommandLine.options(exported.flags()));
        } else {
            if (part.nodes() > 1) {
                int ranks = part.nodes() * part.gpus();
                book.start().launcher().stream()
                        .map(word -> word.equals(OptionBook.Start.RANKS) ? String.valueOf(ranks) : word)
                        .forEach(first::add);
            }
            first.add(ShellWords.line(exported.program()));
            lines.addAll(CommandLine.options(exported.flags()));
            lines.addAll(ofNode);
        }
        lines.addAll(further);
        return String.join(" ", first) + INDENT + String.join(INDENT, lines);
    }

    /** Which GPUs of its node it sees. */
    private static Optional<String> chosen(OptionBook book, Ordered ordered, NodePart part) {
        String slots = part.slots().stream().map(String::valueOf).collect(Collectors.joining(","));
        return book.of(Purpose.VISIBLE_GPUS, ordered.version())
                .map(option -> CommandLine.variable(new Flag(option, slots, "")));
    }
}
