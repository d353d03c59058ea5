package io.eventfork.runtime;

/**
 * The value of a setting.
 *
 * @param origin where it was set, in words
 */
record SettingValue(String text, String origin) {}
