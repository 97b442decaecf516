package dev.meshwright.io.tree;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.fault.Visible;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.base.quantity.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * A place in a JSON or YAML file that is being read. Whatever is wrong is gathered and reading goes on with a harmless
 * value, so that {@link #finish()} reports all faults together.
 */
public final class TreeReader {

    private final Faults faults;
    private final JsonNode node;
    private final String path;

    private TreeReader(Faults faults, JsonNode node, String path) {
        this.faults = faults;
        this.node = node;
        this.path = path;
    }

    /**
     * Opens a file at its root.
     *
     * @throws InvalidInputException if the file cannot be read or is not well-formed
     */
    public static TreeReader open(Path file) {
        return of(InputFile.read(file));
    }

    public static TreeReader of(InputFile file) {
        return new TreeReader(new Faults(file.name()), TreeParser.parse(file), "");
    }

    /**
     * One line of a file of JSON lines; empty after a fault.
     *
     * @param number of the line, from 1
     */
    public static Optional<TreeReader> line(Faults faults, long number, String text) {
        String path = "line " + number;
        return TreeParser.line(faults, path, text).map(node -> new TreeReader(faults, node, path));
    }

    /**
     * Ends reading.
     *
     * @throws InvalidInputException with all faults of the file, if there are any
     */
    public void finish() {
        faults.throwIfAny();
    }

    /** Whether nothing is wrong so far, anywhere in the file. */
    public boolean sound() {
        return faults.none();
    }

    /** Name of the file as the user gave it. */
    public String file() {
        return faults.file();
    }

    /** Place in the file as a JSON pointer. */
    public String path() {
        return path;
    }

    /** The tree at this place. */
    public JsonNode node() {
        return node;
    }

    /** Reports that the value here is wrong. */
    public void fault(String message, String maybe) {
        // A whole file that is one value is another than was meant: nobody is told what it holds.
        boolean shown = !path.isEmpty() && !node.isContainer() && !node.isNull();
        faults.add(path, shown ? node.asString() : "", message, maybe);
    }

    /** Takes over the faults of another file that this one refers to. */
    public void adopt(InvalidInputException other) {
        faults.addAll(other.faults());
    }

    // Structure

    /** Whether this is a mapping; anything else is a fault. Fields outside {@code known} are faults too. */
    public boolean object(List<String> known) {
        return object(known, known, field -> NearNames.maybe(field, known));
    }

    /**
     * The same where fields have several names.
     *
     * @param known all names that are understood
     * @param shown those to list for people
     * @param suggestion "Maybe x." for a field that is not understood; empty where nothing is near
     */
    public boolean object(List<String> known, List<String> shown, UnaryOperator<String> suggestion) {
        boolean nothingKnown = path.isEmpty() && node.propertyNames().stream().noneMatch(known::contains);
        if (!node.isObject() || (nothingKnown && !node.isEmpty())) {
            // Another file than was meant: nobody is told what it holds.
            String value = path.isEmpty() || node.isContainer() || node.isNull() ? "" : node.asString();
            faults.add(path, value, "must be a mapping with the fields " + String.join(", ", shown), "");
            return false;
        }
        for (String field : node.propertyNames()) {
            if (!known.contains(field)) {
                String maybe = suggestion.apply(field);
                String all = maybe.isEmpty() ? "Maybe one of: " + String.join(", ", shown) + "." : maybe;
                faults.add(path + "/" + Names.pointer(field), "", "unknown field", all);
            }
        }
        return true;
    }

    /** Whether this is a mapping, silently. */
    public boolean isObject() {
        return node.isObject();
    }

    /** Whether this is a list, silently. */
    public boolean isList() {
        return node.isArray();
    }

    /** The field, if it is there and not null. */
    public Optional<TreeReader> child(String field) {
        JsonNode child = node.get(field);
        return child == null || child.isNull()
                ? Optional.empty()
                : Optional.of(new TreeReader(faults, child, path + "/" + Names.pointer(field)));
    }

    /** The field; a fault if it is missing. */
    public Optional<TreeReader> required(String field) {
        Optional<TreeReader> child = child(field);
        if (child.isEmpty() && node.isObject()) {
            faults.add(path + "/" + Names.pointer(field), "", "is missing", "");
        }
        return child;
    }

    /** The items of a list; a fault if this is none or an empty one. */
    public List<TreeReader> items() {
        if (!node.isArray()) {
            fault("must be a list", "");
            return List.of();
        }
        if (node.isEmpty()) {
            fault("must not be an empty list", "");
        }
        List<TreeReader> items = new ArrayList<>(node.size());
        for (int index = 0; index < node.size(); index++) {
            items.add(new TreeReader(faults, node.get(index), path + "/" + index));
        }
        return items;
    }

    /** Names of the fields in file order. */
    public List<String> fieldNames() {
        return node.isObject() ? List.copyOf(node.propertyNames()) : List.of();
    }

    // Values

    /** Text without line breaks or other control characters, not blank. */
    public Optional<String> text() {
        if (!node.isString() || node.asString().isBlank()) {
            fault("must be text", "");
            return Optional.empty();
        }
        if (node.asString().chars().anyMatch(Character::isISOControl) || !Visible.is(node.asString())) {
            fault("must not contain control characters, nor any that are not seen", "");
            return Optional.empty();
        }
        return Optional.of(node.asString());
    }

    /** A scalar as it reads in the file, numbers included. */
    public Optional<String> scalarText() {
        if (node.isContainer() || node.isNull() || node.asString().isBlank()) {
            fault("must be a number or text", "");
            return Optional.empty();
        }
        return Optional.of(node.asString());
    }

    /** A whole number from {@code least} to {@code most}. */
    public OptionalInt integer(int least, int most) {
        OptionalDouble value = count();
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (value.getAsDouble() != Math.rint(value.getAsDouble())) {
            fault("must be a whole number", "");
            return OptionalInt.empty();
        }
        return inside(value.getAsDouble(), least, most, "")
                ? OptionalInt.of((int) value.getAsDouble())
                : OptionalInt.empty();
    }

    /** A whole number or a list of them, from {@code least} to {@code most}. */
    public List<Integer> integers(int least, int most) {
        List<TreeReader> places = isList() ? items() : List.of(this);
        return places.stream()
                .map(place -> place.integer(least, most))
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .toList();
    }

    /** A number from {@code least} to {@code most}. */
    public OptionalDouble number(double least, double most) {
        OptionalDouble value = count();
        return value.isPresent() && inside(value.getAsDouble(), least, most, "") ? value : OptionalDouble.empty();
    }

    /** A fraction, {@code 0.6} or {@code 60 %}, from {@code least} to {@code most}. */
    public OptionalDouble fraction(double least, double most) {
        Optional<Quantity> read = quantity(Dimension.FRACTION);
        if (read.isEmpty()) {
            return OptionalDouble.empty();
        }
        double value = read.get().value();
        boolean percent = value > most && value / 100 >= least && value / 100 <= most && value >= 2 && node.isNumber();
        String maybe = percent ? "Maybe " + node.asString() + " %." : "";
        return inside(value, least, most, maybe) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** A number with a unit of {@code dimension}, from {@code least} to {@code most} base units. */
    public Optional<Quantity> quantity(Dimension dimension, double least, double most) {
        return quantity(dimension)
                .filter(quantity -> inside(quantity.value(), least, most, quantity.maybeOtherPrefix(least, most)));
    }

    private Optional<Quantity> quantity(Dimension dimension) {
        if (!node.isNumber() && !node.isString()) {
            fault("must be a number with a unit", "");
            return Optional.empty();
        }
        return switch (Quantity.read(node.asString(), dimension)) {
            case Quantity.Reading.Understood understood -> Optional.of(understood.quantity());
            case Quantity.Reading.Rejected rejected -> {
                fault(rejected.message(), rejected.maybe());
                yield Optional.empty();
            }
        };
    }

    private OptionalDouble count() {
        Optional<Quantity> read = quantity(Dimension.COUNT);
        return read.isPresent() ? OptionalDouble.of(read.get().value()) : OptionalDouble.empty();
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> truth() {
        if (!node.isBoolean()) {
            fault("must be true or false", "");
            return Optional.empty();
        }
        return Optional.of(node.booleanValue());
    }

    /** One of the named choices. */
    public <T> Optional<T> choice(Map<String, T> choices) {
        String name = node.isString() ? node.asString() : "";
        T chosen = choices.get(name);
        if (chosen == null) {
            List<String> names = List.copyOf(choices.keySet());
            fault("must be one of " + String.join(", ", names), NearNames.maybe(name, names));
        }
        return Optional.ofNullable(chosen);
    }

    private boolean inside(double value, double least, double most, String maybe) {
        if (value >= least && value <= most) {
            return true;
        }
        String bound = value < least
                ? "must be at least " + Documents.number(least)
                : "must be at most " + Documents.number(most);
        fault(bound, maybe);
        return false;
    }
}
