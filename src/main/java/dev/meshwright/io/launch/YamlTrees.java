package dev.meshwright.io.launch;

import dev.meshwright.io.tree.TreeParser;
import dev.meshwright.launch.Findings;
import dev.meshwright.launch.Place;
import dev.meshwright.launch.tree.Tree;
import dev.meshwright.launch.tree.TreeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML of others: several documents, anchors, aliases and merge keys, with lines. What aliases unfold to is counted, so
 * that a small file does not become a large tree.
 */
public final class YamlTrees implements TreeSource {

    private static final int DEEPEST = 60;
    private static final int MOST_NODES = 200_000;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setUseMarks(true)
            .build();

    @Override
    public List<Tree> documents(String file, String text, int firstLine, Findings findings) {
        Unfolding unfolding = new Unfolding(file, firstLine, findings);
        List<Tree> documents = new ArrayList<>();
        try {
            if (deep(text)) {
                unfolding.tooLarge();
                return List.of();
            }
            for (Node node : new Compose(SETTINGS).composeAllFromString(text)) {
                documents.add(unfolding.tree(node, 0));
            }
        } catch (MarkedYamlEngineException e) {
            int line = firstLine + e.getProblemMark().map(Mark::getLine).orElse(0);
            findings.add(
                    new Place(file, line),
                    "",
                    "is not valid YAML: " + firstLine(String.valueOf(e.getProblem())),
                    partOf(e));
        } catch (YamlEngineException e) {
            findings.add(
                    new Place(file, firstLine),
                    "",
                    "is not valid YAML: " + firstLine(String.valueOf(e.getMessage())),
                    "");
        }
        return List.copyOf(documents);
    }

    /** Asked before nodes are made of them, which takes a part of the stack for each level. */
    private static boolean deep(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            depth += switch (event.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                default -> 0;
            };
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    private static String partOf(MarkedYamlEngineException fault) {
        return String.valueOf(fault.getProblem()).contains("stream end") ? "Maybe a part of the file is missing." : "";
    }

    private static String firstLine(String message) {
        return TreeParser.unquoted(message.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " "));
    }

    /** Turns nodes into values. */
    private static final class Unfolding {
        private final String file;
        private final int firstLine;
        private final Findings findings;
        private int nodes;

        Unfolding(String file, int firstLine, Findings findings) {
            this.file = file;
            this.firstLine = firstLine;
            this.findings = findings;
        }

        void tooLarge() {
            findings.add(new Place(file, 0), "", "is deeper or larger than any launch file, its aliases unfolded", "");
        }

        Tree tree(Node node, int depth) {
            int line = firstLine + node.getStartMark().map(Mark::getLine).orElse(0);
            if (++nodes > MOST_NODES || depth > DEEPEST) {
                tooLarge();
                return new Tree.Scalar("", line);
            }
            return switch (node) {
                case ScalarNode scalar ->
                    new Tree.Scalar(scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue(), line);
                case SequenceNode list -> {
                    List<Tree> items = new ArrayList<>();
                    for (Node item : list.getValue()) {
                        items.add(nodes > MOST_NODES ? new Tree.Scalar("", line) : tree(item, depth + 1));
                    }
                    yield new Tree.Sequence(items, line);
                }
                case MappingNode mapping -> mapping(mapping, line, depth);
                default -> new Tree.Scalar("", line);
            };
        }

        private Tree mapping(MappingNode mapping, int line, int depth) {
            Map<String, Tree> own = new LinkedHashMap<>();
            Map<String, Tree> merged = new LinkedHashMap<>();
            for (NodeTuple pair : mapping.getValue()) {
                String key = pair.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                Tree value = nodes > MOST_NODES ? new Tree.Scalar("", line) : tree(pair.getValueNode(), depth + 1);
                if (key.equals("<<")) {
                    merge(value, merged);
                } else if (own.put(key, value) != null) {
                    findings.add(new Place(file, value.line()), key, "stands twice in one mapping", "");
                }
            }
            merged.forEach(own::putIfAbsent);
            return new Tree.Mapping(own, line);
        }

        private static void merge(Tree value, Map<String, Tree> into) {
            value.entries().forEach(into::putIfAbsent);
            value.items().forEach(item -> item.entries().forEach(into::putIfAbsent));
        }
    }
}
