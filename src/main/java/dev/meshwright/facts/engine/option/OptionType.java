package dev.meshwright.facts.engine.option;

/** What the value of an option is. */
public enum OptionType {
    /** On by being there; a value of true or false where somebody writes one. */
    SWITCH("switch"),
    INTEGER("integer"),
    NUMBER("number"),
    TEXT("text"),
    /** Several words, up to the next option. */
    LIST("list"),
    /** A mapping, as JSON or key by key behind dots; its keys are options of their own. */
    MAPPING("mapping");

    private final String label;

    OptionType(String label) {
        this.label = label;
    }

    /** The name in data files. */
    public String label() {
        return label;
    }
}
