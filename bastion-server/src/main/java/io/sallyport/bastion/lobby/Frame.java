package io.sallyport.bastion.lobby;

import java.util.List;

/**
 * What the terminal is to show, all of it.
 *
 * @param lines as many as the terminal has rows, none longer than it is wide
 * @param marked the line that is shown in reverse; -1 for none
 * @param cursorRow from 0
 * @param cursorColumn from 0
 */
record Frame(List<String> lines, int marked, int cursorRow, int cursorColumn) {}
