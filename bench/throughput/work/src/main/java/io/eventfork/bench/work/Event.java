package io.eventfork.bench.work;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A parsed event.
 *
 * @param json its tree
 * @param body the text it was parsed from
 */
public record Event(JsonNode json, String body) {}
