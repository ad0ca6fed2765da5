package dev.weir.ops.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.weir.ops.cli.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each alert has a runbook and a command that the command line understands. */
class KindTest {
    @ParameterizedTest
    @EnumSource
    void hasARunbookAndACommandThatIsOne(Kind kind) {
        assertThat(Path.of("..", kind.runbook())).exists();
        for (String rollout : List.of("", "checkout")) {
            List<String> words = new ArrayList<>();
            Pattern.compile("'([^']*)'|(\\S+)")
                    .matcher(kind.command("shop", rollout))
                    .results()
                    .forEach(m -> words.add(m.group(1) == null ? m.group(2) : m.group(1)));
            assertThat(words.remove(0)).isEqualTo("weir");
            assertThatCode(() -> Main.commandLine().parseArgs(words.toArray(String[]::new)))
                    .as(words.toString())
                    .doesNotThrowAnyException();
        }
    }
}
