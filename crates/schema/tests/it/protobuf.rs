mod cases;
mod stored;
mod verdicts;
