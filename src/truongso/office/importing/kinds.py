"""How the cells of a field are read."""

TEXT, NAME, DIGITS, DAY, SEX, FEMALE = "text", "name", "digits", "day", "sex", "female"
CLASS, LIST, GRADE, SUBJECT, CHOICE, FLAG = "class", "list", "grade", "subject", "choice", "flag"
PHONE, YEAR, NUMBER, MAIL, WEEKDAY = "phone", "year", "number", "mail", "weekday"
