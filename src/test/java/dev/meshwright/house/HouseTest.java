package dev.meshwright.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house as it is meant to be, and each of its rules shown to notice a house that is not. */
class HouseTest {

    private static final HouseRules RULES = new HouseRules("dev.meshwright");

    private static final HouseRules RULES_OF_WRONG = new HouseRules("wrong");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.meshwright");

    private static final JavaClasses WRONG = new ClassFileImporter().importPackages("wrong");

    static Set<String> rules() {
        return RULES.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(String name) {
        rule(RULES, name).check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void noticesWhatIsWrong(String name) {
        assertThat(rule(RULES_OF_WRONG, name).evaluate(WRONG).hasViolation())
                .as("%s fails on a tree that breaks it", name)
                .isTrue();
    }

    private static ArchRule rule(HouseRules rules, String name) {
        ArchRule rule = rules.all().get(name);
        assertThat(rule).as(name).isNotNull();
        return rule;
    }

    @Test
    void everyRoomIsThereAndNoOther() {
        assertThat(CLASSES.size()).isGreaterThan(900);
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .map(name ->
                                name.replaceFirst("^dev\\.meshwright\\.?", "").replaceFirst("\\..*", ""))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(HouseRules.ROOMS);
    }
}
