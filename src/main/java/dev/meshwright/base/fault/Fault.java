package dev.meshwright.base.fault;

/**
 * One thing wrong with an input file.
 *
 * @param file name of the file as the user gave it; empty for input that has no file
 * @param path place inside the file as a JSON pointer ({@code /model/layers/3/experts}); empty for the whole file
 * @param value the offending value as written; empty where the fault is that something is missing
 * @param message what is wrong, as a sentence without the place
 * @param maybe what the user may have meant, a sentence starting with "Maybe"; empty without a good guess
 */
public record Fault(String file, String path, String value, String message, String maybe) {

    /** One line: {@code file: path: message (value). Maybe ...}, parts left out where empty. */
    public String describe() {
        StringBuilder line = new StringBuilder();
        if (!file.isEmpty()) {
            line.append(file).append(": ");
        }
        if (!path.isEmpty()) {
            line.append(path).append(": ");
        }
        line.append(message);
        if (!value.isEmpty()) {
            line.append(" (").append(value).append(')');
        }
        if (!maybe.isEmpty()) {
            line.append(". ").append(maybe);
        }
        return line.toString();
    }
}
