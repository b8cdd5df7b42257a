-- What the planner is told of the tables (statistics.go); nothing where the engine finds out by itself.
{{statistics}}
