package dev.meshwright.io.plan;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.draft.Claim;
import java.nio.file.Path;
import java.util.List;

/** Claims in a file of their own: the {@code premises} and {@code claims} of a plan file, and nothing else. */
public final class ClaimsFile {

    static final List<String> FIELDS = List.of("premises", "claims");

    private ClaimsFile() {}

    /**
     * Reads the claims of a file.
     *
     * @throws InvalidInputException with everything that is wrong with the file
     */
    public static List<Claim> read(Path file) {
        return read(InputFile.read(file));
    }

    /** The same of a text. */
    public static List<Claim> read(InputFile file) {
        TreeReader root = TreeReader.of(file);
        root.object(FIELDS);
        List<Claim> claims = ClaimsSection.read(root);
        root.finish();
        return claims;
    }
}
