package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"x\"",
                "0",
                "450.00",
                "0.10",
                "1E+2",
                "123456789012345678901234567890",
                "999999999999999999",
                "1000000000000000000",
                "{\"a\":[1,2.50,{\"b\":null}],\"c\":\"\\\"\\\\\"}",
                "\"\u00e9\u4e2d\uD83D\uDE00\uFEFF\""
            })
    void whatIsReadIsWrittenAsItWas(String json) throws Exception {
        assertThat(StrictJson.write(StrictJson.parse(json.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(json);
    }

    @Test
    void keepsDecimalsExactly() throws Exception {
        JsonNode numbers = StrictJson.parse("[0.1,450.00,999999999.99999,1e400,1e-400]");

        assertThat(numbers.get(0).decimalValue()).isEqualTo("0.1");
        assertThat(numbers.get(1).decimalValue()).isEqualTo("450.00");
        assertThat(numbers.get(2).decimalValue()).isEqualTo("999999999.99999");
        assertThat(numbers.get(3).decimalValue()).isEqualByComparingTo("1e400");
        assertThat(numbers.get(4).decimalValue()).isEqualByComparingTo("1e-400");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"a\":1,\"a\":1}', /a, 1, 8",
        "'{\"x\":[{},{\"b\":1,\"b\":2}]}', /x/1/b, 1, 17",
        "'{\"a\":1,\"\\u0061\":1}', /a, 1, 8"
    })
    void refusesAMemberTwice(String json, String pointer, int line, int column) {
        InvalidJsonException fault = fault(json);

        assertThat(fault).hasMessage("The object has this member twice.");
        assertThat(fault.pointer()).isEqualTo(pointer);
        assertThat(fault.line()).isEqualTo(line);
        assertThat(fault.column()).isEqualTo(column);
    }

    @Test
    void readsThirtyTwoLevelsAndNoMore() throws Exception {
        assertThat(StrictJson.parse("[".repeat(32) + "]".repeat(32)).isArray()).isTrue();
        assertThat(fault("[".repeat(33) + "]".repeat(33)))
                .hasMessage("Objects and arrays may be nested 32 deep at most.");
        assertThat(fault("{\"a\":".repeat(33) + "1" + "}".repeat(33)))
                .hasMessage("Objects and arrays may be nested 32 deep at most.");
        assertThat(fault("[".repeat(200_000)).getMessage()).contains("nested");
    }

    @Test
    void boundsTheTextOfANumber() throws Exception {
        assertThat(StrictJson.parse("1".repeat(64)).isBigInteger()).isTrue();
        assertThat(fault("1".repeat(65))).hasMessage("A number may have 64 characters at most.");
        assertThat(fault("0." + "1".repeat(63)))
                .hasMessage("A number may have 64 characters at most.");
        assertThat(fault("1".repeat(200_000)).getMessage()).contains("number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e401",
                "1e-401",
                "1E+401",
                "1e999999999",
                "1e-999999999",
                "1e99999999999999999999",
                "0e401"
            })
    void boundsExponents(String number) {
        assertThat(fault("{\"n\":" + number + "}"))
                .hasMessage("An exponent may be from -400 to 400.")
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/n"));
    }

    @Test
    void readsAnExponentWithLeadingZeros() throws Exception {
        assertThat(StrictJson.parse("1e000000002").decimalValue()).isEqualByComparingTo("100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"22c32822", "22c08022", "22eda08022", "22ff22", "22f09f9822", "22"})
    void refusesInvalidUtf8(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(catchThrowableOfType(InvalidJsonException.class, () -> StrictJson.parse(bytes)))
                .isNotNull();
    }

    @Test
    void refusesAByteOrderMark() {
        byte[] bytes = HexFormat.of().parseHex("efbbbf7b7d");

        assertThat(catchThrowableOfType(InvalidJsonException.class, () -> StrictJson.parse(bytes)))
                .hasMessageContaining("byte order mark");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "NaN",
                "Infinity",
                "-",
                "01",
                "+1",
                ".5",
                "5.",
                "0x10",
                "tru",
                "True",
                "undefined",
                "\"a\nb\"",
                "\"\\x\"",
                "\"\\u12\"",
                "{} {}",
                "{}x",
                "1 2",
                "/* c */ {}",
                "{\"a\" 1}",
                "\u0000",
                "[1 2]"
            })
    void refusesWhatIsNotJson(String text) {
        InvalidJsonException fault = fault(text);

        assertThat(fault.getMessage()).endsWith(".").doesNotContain("Unexpected");
        assertThat(fault.line()).isPositive();
        assertThat(fault.column()).isPositive();
    }

    @Test
    void neverQuotesTheText() {
        InvalidJsonException fault = fault("{\"payment\":{\"note\":4111111111111111x}}");

        assertThat(fault.getMessage()).doesNotContain("4111");
        assertThat(fault.pointer()).isEqualTo("/payment/note");
    }

    @Test
    void saysTheLine() {
        assertThat(fault("{\n  \"a\": 1,\n  oops\n}").line()).isEqualTo(3);
    }

    @Test
    void escapesOnWritingWhatSqsRefuses() throws Exception {
        String text = "a\u0000\u0008\u001f\t\n\r\u007f\uFFFD\uFFFE\uFFFF\uD800b\uDC00\uD83D\uDE00";
        String json = StrictJson.write(JsonNodeFactory.instance.textNode(text));

        assertThat(json)
                .isEqualTo(
                        "\"a\\u0000\\b\\u001F\\t\\n\\r\u007f\uFFFD\\ufffe\\uffff\\ud800b\\udc00\uD83D\uDE00\"");
        assertThat(json.codePoints())
                .allMatch(
                        c ->
                                c == 0x9
                                        || c == 0xA
                                        || c == 0xD
                                        || c >= 0x20 && c <= 0xD7FF
                                        || c >= 0xE000 && c <= 0xFFFD
                                        || c >= 0x10000);
        assertThat(StrictJson.parse(json).textValue()).isEqualTo(text);
    }

    @Test
    void escapesInNamesToo() throws Exception {
        JsonNode object = JsonNodeFactory.instance.objectNode().put("\uFFFE\uD83D\uDE00", 1L);

        assertThat(StrictJson.write(object)).isEqualTo("{\"\\ufffe\uD83D\uDE00\":1}");
        assertThat(StrictJson.parse(StrictJson.write(object))).isEqualTo(object);
    }

    private static InvalidJsonException fault(String text) {
        InvalidJsonException fault =
                catchThrowableOfType(InvalidJsonException.class, () -> StrictJson.parse(text));
        assertThat(fault).as(text.length() > 80 ? "long text" : text).isNotNull();
        return fault;
    }
}
