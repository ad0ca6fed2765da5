package dev.weir.ops.simulate;

import dev.weir.rl.world.World;
import dev.weir.schemas.problem.ProblemFile;

/**
 * A world with the problem file that it is decided by.
 *
 * @param decisions to make
 * @param block     decisions that are made at one time of the world, and transitions between versions
 */
record Play(World world, ProblemFile file, long decisions, int block) {}
