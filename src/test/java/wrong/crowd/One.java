package wrong.crowd;

/** The first of seventeen. */
final class One {}

final class Number2 {}

final class Number3 {}

final class Number4 {}

final class Number5 {}

final class Number6 {}

final class Number7 {}

final class Number8 {}

final class Number9 {}

final class Number10 {}

final class Number11 {}

final class Number12 {}

final class Number13 {}

final class Number14 {}

final class Number15 {}

final class Number16 {}

final class Number17 {}
